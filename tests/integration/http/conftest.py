"""The HTTP server with a small application, in a process of its own."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import dies_with_parent, eventually, free_port

_SOURCE = Path(__file__).parents[3] / "src"
_APPLICATION = """
import sys
from adapters.inbound.http.server import HttpServer

ended = []

def big():
    try:
        for _ in range(40):
            yield b"x" * 2**20
    finally:
        ended.append(1)

def app(environ, start_response):
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return big() if environ["PATH_INFO"] == "/big" else [b"%d ended" % len(ended)]

HttpServer(app, host="127.0.0.1", port=int(sys.argv[1]), threads=4).run()
"""


class Listener:
    """Where the server listens."""

    def __init__(self, port: int) -> None:
        self.port = port

    def connect(self, *, timeout_s: float = 10.0) -> socket.socket:
        """A connection of one client."""
        return socket.create_connection(("127.0.0.1", self.port), timeout_s)

    def ask(self, sent: bytes = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") -> bytes:
        """Everything that a client is answered until the connection is closed."""
        with self.connect() as client:
            client.sendall(sent)
            return client.makefile("rb").read()

    def is_there(self) -> bool:
        """Whether somebody answers."""
        try:
            return self.ask().endswith(b"ended")
        except ConnectionRefusedError:
            return False


@pytest.fixture(scope="package")
def listener() -> Iterator[Listener]:
    """A running server with four threads."""
    listening = Listener(free_port())
    server = subprocess.Popen(
        [sys.executable, "-c", _APPLICATION, str(listening.port)],
        env={"PYTHONPATH": str(_SOURCE)},
        preexec_fn=dies_with_parent(),  # noqa: PLW1509
    )
    try:
        eventually(listening.is_there, what="the server answers")
        yield listening
    finally:
        server.kill()
        server.wait()
