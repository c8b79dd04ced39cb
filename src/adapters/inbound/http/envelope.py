"""What every answer carries, whoever made it: a request id, and headers that keep it harmless."""

import itertools
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from structlog.contextvars import bind_contextvars, clear_contextvars

from adapters.inbound.http.body import Environ
from adapters.inbound.http.origins import readable_by

API = "/api/error-logging"
REQUEST_ID = "error_logging.request_id"
"""Where a request's id is found in its environ."""

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SANE_ORIGIN = re.compile(r"[!-~]{1,300}")

StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


_PROCESS = os.urandom(4).hex()
_REQUESTS = itertools.count()
"""Together an id of a request. Fresh randomness for each would be a system call that lets go of the interpreter."""


class Envelope:
    """Around the whole application, so that answers of the framework have these headers too.

    A sender's own X-Request-ID is kept where it is harmless. It stands in every log line of the request.
    """

    def __init__(self, wrapped: WsgiApp) -> None:
        self._wrapped = wrapped

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI (PEP 3333)."""
        request_id = environ.get("HTTP_X_REQUEST_ID")
        if request_id is None or _SANE_ID.fullmatch(request_id) is None:
            request_id = f"{_PROCESS}{next(_REQUESTS):08x}"
        environ[REQUEST_ID] = request_id
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        extra = [("X-Request-ID", request_id), ("X-Content-Type-Options", "nosniff")]
        if _takes_errors(environ):
            extra.append(("Vary", "Origin"))
            origin = environ.get("HTTP_ORIGIN")
            if origin is not None and _SANE_ORIGIN.fullmatch(origin):
                extra += readable_by(origin)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, headers + extra, *rest)

        return self._wrapped(environ, start)


def _takes_errors(environ: Environ) -> bool:
    path: str = environ.get("PATH_INFO", "")
    if path.startswith(f"{API}/webhook/"):
        return True
    return path.startswith(f"{API}/errors") and environ["REQUEST_METHOD"] in ("POST", "OPTIONS")
