"""Which pages in browsers may post errors here (CORS), and the headers that tell their browsers so."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from adapters.inbound.http.body import Environ

_ANY = "*"
_PREFLIGHT_LIFE_S = "7200"
"""Chromium keeps a preflight's answer for two hours at most."""


class AllowedOrigins:
    """A post from a page is taken where it names no origin, our own, or a listed one.

    Each answer to a page, a refusal too, carries the header that lets the page read it: a developer then sees
    what is wrong. That grants nothing: what is refused is refused by its status, a preflight's as well, no answer
    holds anything of others, and credentials are never allowed.
    """

    def __init__(self, listed: Iterable[str]) -> None:
        self._listed = frozenset(origin.rstrip("/").lower() for origin in listed)

    def allows(self, environ: Environ) -> bool:
        """Whether the request's own `Origin` may post."""
        origin = environ.get("HTTP_ORIGIN")
        if origin is None or _ANY in self._listed or origin.lower() in self._listed:
            return True
        # A proxy in front may speak TLS for us, so the scheme is not compared.
        authority = _authority(origin)
        return authority != "" and authority == environ.get("HTTP_HOST", "").lower()


def readable_by(origin: str) -> list[tuple[str, str]]:
    """The headers of an answer that the page of this origin may read."""
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Expose-Headers", "RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"),
    ]


PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Content-Type, X-Error-Logging-Key, Content-Encoding, Idempotency-Key",
    "Access-Control-Max-Age": _PREFLIGHT_LIFE_S,
}
"""What a page may send; an API token is no thing for a page."""


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin.lower()).netloc
    except ValueError:
        return ""
