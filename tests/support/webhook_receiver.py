"""A real receiver of webhooks for tests: it checks signatures, and misbehaves as it is asked to."""

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.support.smtp import Certificate

DRIP_HEAD = "drip head"
"""Answer a byte now and then, and never come to the end of the headers."""
DRIP_BODY = "drip body"
"""Answer the headers, and then a text that never ends."""
HANG = "hang"
"""Take it, and say nothing."""
GARBAGE = "garbage"
"""Answer what is no HTTP."""
DROP = "drop"
"""End the connection without a word."""

_DRIP_PAUSE_S = 0.02
_LONGEST_S = 10.0


@dataclass(frozen=True, slots=True)
class Posted:
    """What arrived. `verified` says whether a secret that the receiver knows had signed it, `status` what was answered
    to it, zero for a misbehaviour.
    """

    path: str
    host: str
    headers: dict[str, str]
    body: bytes
    verified: bool
    status: int

    @property
    def payload(self) -> Any:
        """The body parsed."""
        return json.loads(self.body)


@dataclass
class Script:
    """How to answer from now on: a status with headers and a text, or one of the misbehaviours."""

    status: int = 200
    text: str = "ok"
    headers: dict[str, str] = field(default_factory=dict)
    misbehave: str | None = None


class WebhookReceiver:
    """A server on loopback; `secrets` are those that it checks signatures with."""

    def __init__(self, *, certificate: Certificate | None = None) -> None:
        self.secrets: list[str] = []
        self.script = Script()
        self.released = threading.Event()
        self._posted: list[Posted] = []
        self._arrived = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        if certificate is not None:
            self._server.socket = certificate.for_server().wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, path: str = "/hook", host: str = "127.0.0.1") -> str:
        """Where it listens."""
        return f"http://{host}:{self.port}{path}"

    def answer(self, status: int = 200, text: str = "ok", **headers: str) -> None:
        """From now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.script = Script(status, text, named)

    def misbehave(self, how: str, status: int = 200) -> None:
        """From now on."""
        self.script = Script(status=status, misbehave=how)

    def note(self, posted: Posted) -> None:
        """Called by the server."""
        with self._arrived:
            self._posted.append(posted)
            self._arrived.notify_all()

    def posted(self) -> Sequence[Posted]:
        """Everything until now."""
        with self._arrived:
            return list(self._posted)

    def wait_for(self, count: int, limit_s: float = 5.0) -> Sequence[Posted]:
        """What was posted once it is `count`; fails after `limit_s` or when it is more."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._posted) >= count, limit_s)
            assert len(self._posted) == count, f"{len(self._posted)} posts instead of {count}"
            return list(self._posted)

    def accepted(self) -> Sequence[Posted]:
        """What a receiver keeps that tells repeats by their ids."""
        return list({each.headers["webhook-id"]: each for each in self.posted()}.values())

    def verifies(self, headers: dict[str, str], body: bytes) -> bool:
        """By the specification's own library."""
        for secret in self.secrets:
            with suppress(WebhookVerificationError):
                Webhook(secret).verify(body, headers)
                return True
        return False

    def stop(self) -> None:
        """Listen no more, and let go of whoever hangs."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what is tested."""


def _handler_of(receiver: WebhookReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            verified = receiver.verifies(headers, body)
            script = receiver.script
            receiver.note(Posted(self.path, self.headers["Host"], headers, body, verified, script.status))
            if script.misbehave is not None:
                self._misbehave(script)
                return
            self.send_response(script.status)
            for name, value in script.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(script.text.encode("utf-8", "replace"))))
            self.end_headers()
            self.wfile.write(script.text.encode("utf-8", "replace"))

        def _misbehave(self, script: Script) -> None:
            self.close_connection = True
            match script.misbehave:
                case "hang":
                    receiver.released.wait(_LONGEST_S)
                case "garbage":
                    self.wfile.write(b"\x16\x03\x01 220 smtp.example.org ESMTP\r\n")
                case "drip head":
                    self._drip(b"HTTP/1.1 200 OK\r\nX: ")
                case "drip body":
                    self._drip(f"HTTP/1.1 {script.status} OK\r\nContent-Length: 100000\r\n\r\n".encode())

        def _drip(self, beginning: bytes) -> None:
            self.wfile.write(beginning)
            for _ in range(int(_LONGEST_S / _DRIP_PAUSE_S)):
                self.wfile.write(b"x")
                if receiver.released.wait(_DRIP_PAUSE_S):
                    return

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Tests print nothing."""

    return Handler


@contextmanager
def webhook_receiver(**options: Any) -> Iterator[WebhookReceiver]:
    """A receiver, stopped at the end."""
    receiver = WebhookReceiver(**options)
    yield receiver
    receiver.stop()


def closed_port() -> int:
    """Where nothing listens."""
    with socket.socket() as briefly:
        briefly.bind(("127.0.0.1", 0))
        return int(briefly.getsockname()[1])
