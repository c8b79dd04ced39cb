"""An end to what a far server may take."""

import contextlib
import socket
import threading
import time
from typing import Self


class Deadline:
    """Cuts a connection off once an exchange has taken too long: a timeout of the socket's own begins anew with every
    byte, so that a server which drips would hold a worker for ever.
    """

    def __init__(self, limit_s: float) -> None:
        self.passed = False
        self._ends_at = time.monotonic() + limit_s
        self._line: socket.socket | None = None
        self._timer = threading.Timer(limit_s, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._line is not None:
            self._line.close()

    def left_s(self) -> float:
        """The seconds that are left. Raises TimeoutError when none are."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def watch(self, line: socket.socket) -> None:
        """Cut this connection off in time, whatever is wrapped around it later."""
        self._line = line.dup()
        if self.passed:
            self._cut()

    def _cut(self) -> None:
        self.passed = True
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
