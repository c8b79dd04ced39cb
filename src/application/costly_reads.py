"""What gives way first when there is too much to do: searches and trends."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from application.ports.store_errors import StoreUnavailable

_WAIT_S = 2.0
_WAITING_EACH = 4
_BEHIND_FROM_ERRORS = 1_000
"""Errors that wait to be stored: a few commits' worth, and a quarter of what makes ingest itself turn away."""


class ReadShed(StoreUnavailable):
    """A costly read was not begun; what is asked for can be asked for again. The message is for whoever asks."""


class CostlyReads:
    """Admits searches, statistics and trends, as long as they cost nobody an alert.

    - Half of what the store reads at once may be such reads, and four times as many wait up to 2 s for their turn;
      whoever comes then is turned away at once. A crowd of them thus never holds every thread and every connection,
      which errors and acknowledgements need.
    - None is begun while errors queue up to be stored.
    - What is remembered, single errors, reports, acknowledgements, health and metrics never ask for admission; workers,
      who escalate and deliver, are other processes.
    """

    def __init__(self, waiting_errors: Callable[[], int], *, reads_at_once: int, wait_s: float = _WAIT_S) -> None:
        """
        Args:
            waiting_errors: how many errors wait to be stored.
            reads_at_once: how many reads of any kind the store runs.
        """
        self._waiting_errors = waiting_errors
        at_once = max(1, reads_at_once // 2)
        self._running = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once * (1 + _WAITING_EACH))
        self._wait_s = wait_s
        self._counting = threading.Lock()
        self._shed: Counter[str] = Counter()

    @contextmanager
    def admitted(self, read: str) -> Iterator[None]:
        """While it runs. `read` names it where it is counted. Raises ReadShed."""
        if self._waiting_errors() >= _BEHIND_FROM_ERRORS:
            raise self._refusal(read, "searches and trends wait while many errors are being stored", retry_after_s=10)
        if not self._places.acquire(blocking=False):
            raise self._refusal(read, "as many searches and trends wait as may wait", retry_after_s=5)
        try:
            if not self._running.acquire(timeout=self._wait_s):
                raise self._refusal(read, "as many searches and trends run as may run at once", retry_after_s=2)
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._places.release()

    def shed(self) -> Mapping[str, int]:
        """How many were turned away since the process was started, by what was asked for."""
        with self._counting:
            return dict(self._shed)

    def _refusal(self, read: str, why: str, *, retry_after_s: int) -> ReadShed:
        with self._counting:
            self._shed[read] += 1
        return ReadShed(why, retry_after_s=retry_after_s)
