"""One line for each request that was turned away, but never a flood of lines for a flood of requests."""

import threading
import time
from collections.abc import Callable

import structlog

_log = structlog.get_logger("error_logging.http")

_MOST_A_SECOND = 10


class RefusalLog:
    """At most 10 lines a second; the next one says how many were left out. Lines hold no text of the sender's."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._second = -1
        self._written = 0
        self._omitted = 0

    def write(self, *, status: int, problem: str, view: str | None, sender: str) -> None:
        """Write the line, or count it.

        Args:
            view: which endpoint turned the request away, None where there is none.
            sender: where it came from.
        """
        with self._lock:
            second = int(self._clock_s())
            if second != self._second:
                self._second, self._written = second, 0
            self._written += 1
            if self._written > _MOST_A_SECOND:
                self._omitted += 1
                return
            omitted, self._omitted = self._omitted, 0
        more = {"omitted": omitted} if omitted else {}
        _log.warning("refused", status=status, problem=problem, view=view, sender=sender, **more)
