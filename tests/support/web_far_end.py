"""An HTTP server on loopback that does what a provider may do on a bad day; the good days are its subclasses'."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

HANG = "hang"
"""Takes the request and says nothing."""
DROP = "drop"
"""Takes the request and ends the connection."""
DRIP = "drip"
"""Begins an answer that never ends, a byte at a time."""

_DRIP_PAUSE_S = 0.05


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        """The body parsed."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(status: int, said: Any, **headers: str) -> Said:
    """An answer in JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(status, json.dumps(said), {"Content-Type": "application/json; charset=utf-8", **named})


class WebFarEnd:
    """Listens on a free port. While `script` is set it is done instead of what the server is for: an answer, or one of
    HANG, DROP, DRIP. `asked` are all requests, whatever was answered.
    """

    def __init__(self) -> None:
        self.script: Said | str | None = None
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of everybody who waits, and of the port."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Said:
        """What it is for."""
        raise NotImplementedError

    def reset(self) -> None:
        """As if just started."""
        self.script = None
        self.asked.clear()

    def respond(self, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        """Called for each request, in a thread of its own."""
        with self._lock:
            self.asked.append(asked)
            said = self.answer(asked) if self.script is None else self.script
        if isinstance(said, Said):
            _write(handler, said)
        elif said == HANG:
            self._stopping.wait()
        elif said == DRIP:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not self._stopping.wait(_DRIP_PAUSE_S):
                handler.wfile.write(b" ")
        handler.close_connection = True


F = TypeVar("F", bound=WebFarEnd)


@contextmanager
def running(server: F) -> Iterator[F]:
    """The server while it runs."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _write(handler: BaseHTTPRequestHandler, said: Said) -> None:
    body = said.body.encode()
    handler.send_response(said.status)
    for name, value in {"Content-Length": str(len(body)), **said.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def _handler_of(server: WebFarEnd) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(self.command, self.path, self.headers, self.rfile.read(length))
            try:
                server.respond(asked, self)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = _take  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    return Handler
