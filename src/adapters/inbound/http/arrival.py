"""What a request says about its sender, before its body is looked at."""

import re
from functools import lru_cache

from adapters.inbound.http.body import Environ
from application.admit_sender import RecogniseCommand
from domain.trust import AddressPolicy, Origin

KEY_HEADER = "X-Error-Logging-Key"
_OUR_TOKEN = "elt_"  # noqa: S105

_SIGNS_OF_FORWARDING = frozenset(
    {
        "HTTP_FORWARDED",
        "HTTP_VIA",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_FORWARDED_PORT",
        "HTTP_X_FORWARDED_SERVER",
        "HTTP_X_FORWARDED_BY",
        "HTTP_X_FORWARDED_SSL",
        "HTTP_X_REAL_IP",
        "HTTP_X_CLIENT_IP",
        "HTTP_X_CLUSTER_CLIENT_IP",
        "HTTP_X_ORIGINAL_FOR",
        "HTTP_X_ORIGINAL_FORWARDED_FOR",
        "HTTP_X_ENVOY_EXTERNAL_ADDRESS",
        "HTTP_TRUE_CLIENT_IP",
        "HTTP_CF_CONNECTING_IP",
        "HTTP_CF_RAY",
        "HTTP_FASTLY_CLIENT_IP",
        "HTTP_X_AMZN_TRACE_ID",
        "HTTP_CDN_LOOP",
    }
)
_BEARER = re.compile(r"bearer +(\S{1,200})\s*", re.IGNORECASE)


class Arrivals:
    """Reads senders from requests under one policy about addresses."""

    def __init__(self, addresses: AddressPolicy) -> None:
        @lru_cache(maxsize=4096)
        def origin(peer: str, forwarded_for: str, forwarded: bool) -> Origin:  # noqa: FBT001
            entries = forwarded_for.split(",") if forwarded_for else []
            return addresses.origin(peer, forwarded_for=entries, forwarded=forwarded)

        self._origin = origin

    def sender(self, environ: Environ, *, strict: bool) -> RecogniseCommand:
        """Who seems to send. On a webhook a bearer token that is not one of ours is some other program's: pages
        attach their own to whatever they fetch.
        """
        token = bearer_token(environ)
        if token is not None and not strict and not token.startswith(_OUR_TOKEN):
            token = None
        return RecogniseCommand(
            token=token,
            key=environ.get("HTTP_X_ERROR_LOGGING_KEY"),
            origin=self.origin(environ),
            browser="HTTP_ORIGIN" in environ or "HTTP_SEC_FETCH_SITE" in environ,
            credentials_wanted=strict,
        )

    def origin(self, environ: Environ) -> Origin:
        """Where the request comes from. HTTP/1.0 is what nginx speaks to a server behind it unless told otherwise,
        and then it may add no header at all: nobody else has spoken it for years.
        """
        forwarded = (
            not _SIGNS_OF_FORWARDING.isdisjoint(environ) or environ.get("SERVER_PROTOCOL", "HTTP/1.0") == "HTTP/1.0"
        )
        chain = environ.get("HTTP_X_FORWARDED_FOR", "")[-1000:] if forwarded else ""
        return self._origin(environ.get("REMOTE_ADDR") or "", chain, forwarded)


def bearer_token(environ: Environ) -> str | None:
    """The token of an Authorization header; None where there is no such header, or another scheme's."""
    header = environ.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    match = _BEARER.fullmatch(header)
    return None if match is None else match[1]
