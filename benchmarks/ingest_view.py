"""What the ingest view costs beside a no-op Flask endpoint that reads and decodes the same body: direct WSGI calls.

`views` is the whole way of a request without preparing and without a store; `prepared` adds redaction and grouping.
The quickest of many short rounds, the endpoints in turn, in processor time: other work on the machine slows some.
"""

import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask, Response, request

from adapters.inbound.http.app import HttpOptions, create_app
from adapters.outbound.system.ids import SystemIds
from application.ingest_errors import IngestErrors, IngestErrorsCommand
from application.ingest_receipts import IngestOutcome, Receipt
from application.ports.rate_limiter import RateLimits, Share
from application.prepare_errors import PrepareErrors
from domain.error_log import ErrorStatus, PreparedError
from domain.placement_reason import PlacementReason
from domain.redaction import Redactor
from domain.severity import Severity
from tests.support.site import Site, opened_site

_PATH = "/api/error-logging/webhook/laravel/"
_ROUNDS, _CALLS = 40, 100
_AMPLE = Share(10**12, 10**15)
_ID = UUID("0198c0de-0000-7000-8000-000000000000")
_RECEIPT = Receipt(
    error_id=_ID,
    outcome=IngestOutcome.STORED,
    pattern_id=_ID,
    episode_id=_ID,
    status=ErrorStatus.OPEN,
    severity=Severity.HIGH,
    placement=PlacementReason.JOINED_OPEN_EPISODE,
)


class RecordingWriter:
    """Counts what it is given."""

    def __init__(self) -> None:
        self.written = 0

    def write(self, errors: Sequence[PreparedError]) -> Sequence[Receipt]:
        """Answer at once."""
        self.written += len(errors)
        return [_RECEIPT] * len(errors)


class Unprepared:
    """Takes reports as they are."""

    def execute(self, command: IngestErrorsCommand) -> Sequence[Receipt]:
        """Answer at once."""
        return [_RECEIPT] * len(command.reports)


def main() -> None:
    """Measure and print."""
    for size in (600, 10_000):
        body = _body(size)
        with opened_site(datetime.now(UTC), RateLimits(_AMPLE, _AMPLE, _AMPLE)) as site:
            quickest = _measure({"no-op": _call(_noop(), body, {}), **_our_calls(site, body)})
        print(f"body of {len(body)} bytes")
        for name, micros in quickest.items():
            print(f"  {name:28} {micros:7.1f} µs  {micros - quickest['no-op']:+7.1f}")


def _our_calls(site: Site, body: bytes) -> dict[str, Callable[[], None]]:
    prepared = IngestErrors(PrepareErrors(Redactor(b"k" * 32), SystemIds()), RecordingWriter(), site.clock)

    def app(ingest: Any) -> Flask:
        return create_app(replace(site.use_cases, ingest=ingest), HttpOptions(version="0"))

    [secret] = site.key("laravel").values()
    key = {"HTTP_X_ERROR_LOGGING_KEY": secret}
    views = app(Unprepared())
    return {
        "views, loopback": _call(views, body, {}),
        "views, secret key": _call(views, body, key),
        "prepared, secret key": _call(app(prepared), body, key),
    }


def _noop() -> Flask:
    app = Flask("noop")

    @app.post(_PATH)
    def noop() -> Response:
        json.loads(request.get_data())
        return Response("{}", 201, content_type="application/json")

    return app


def _call(app: Any, body: bytes, headers: dict[str, str]) -> Callable[[], None]:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": _PATH,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_USER_AGENT": "GuzzleHttp/7",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        **headers,
    }

    def call() -> None:
        statuses: list[str] = []
        answer = app({**environ, "wsgi.input": io.BytesIO(body)}, lambda status, *_: statuses.append(status))
        b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        assert statuses[0].startswith("201"), statuses

    return call


def _measure(calls: dict[str, Callable[[], None]]) -> dict[str, float]:
    rounds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(_ROUNDS):
        for name, call in calls.items():
            started = time.process_time()
            for _ in range(_CALLS):
                call()
            rounds[name].append((time.process_time() - started) / _CALLS * 1e6)
    return {name: min(times) for name, times in rounds.items()}


def _body(size: int) -> bytes:
    error = {
        "error_type": "DatabaseError",
        "message": "Connection failed",
        "severity": "high",
        "endpoint": "/api/users",
        "code": 500,
        "context": {"database": "mysql", "attempt": 3, "at": datetime.now(UTC).isoformat()},
        "environment": "production",
    }
    frame = "#{n} /srv/app/Http/Controllers/Controller{n}.php({n}): App\\Models\\User->find({n})\n"
    frames = max(0, size - len(json.dumps(error))) // (len(frame) + 5)
    return json.dumps(error | {"stack_trace": "".join(frame.replace("{n}", str(n)) for n in range(frames))}).encode()


if __name__ == "__main__":
    main()
