"""A real Redis, started in the foreground on a port of its own."""

import signal
import subprocess
import tempfile
from pathlib import Path

import redis

from tests.support.processes import dies_with_parent, eventually, find_program, free_port

_START_TRIES = 3


class RedisServer:
    """One server without persistence, unless options say otherwise; it never outlives the test run."""

    def __init__(self, *options: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="redis-")
        self._log = Path(self._folder.name) / "log"
        self._program = find_program("redis-server", package="redis-server")
        self._options = options or ("--save", "", "--appendonly", "no")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @classmethod
    def start(cls, *options: str) -> "RedisServer":
        """A server that answers; `options` are those of redis-server."""
        server = cls(*options)
        server.start_again()
        return server

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start_again(self) -> None:
        """Start it, after `stop` on the same port."""
        for _ in range(_START_TRIES):
            port = self.port or free_port()
            if self._started(port):
                self.port = port
                return
        raise AssertionError(f"Redis does not start:\n{self._log.read_text()}")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it; SIGKILL as a crash would."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(20)
            self._process = None

    def freeze(self) -> None:
        """From now on it takes connections and answers nothing, as behind a broken network."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on after `freeze`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """End it for good."""
        if self._process is not None:
            self.stop(signal.SIGKILL)
        self._folder.cleanup()

    def _started(self, port: int) -> bool:
        place = ["--port", str(port), "--bind", "127.0.0.1", "--dir", self._folder.name, "--daemonize", "no"]
        with self._log.open("ab") as log:
            process = self._process = subprocess.Popen(
                [self._program, *place, *self._options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(),  # noqa: PLW1509
            )
        eventually(lambda: process.poll() is not None or _answers(port), what=self._log.read_text)
        if process.poll() is not None:
            self._process = None
        return self._process is not None


def _answers(port: int) -> bool:
    try:
        with redis.Redis(port=port, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
