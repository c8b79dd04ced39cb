"""Wake-ups through Huey."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from application.ports.wake_ups import Work

_log = logging.getLogger(__name__)

_LOG_EVERY_S = 60.0


class HueyWakeUps:
    """Puts a task on the queue from a thread of its own, so that a queue that hangs delays nobody.

    Wake-ups of one kind that come while the queue is busy become one.
    """

    def __init__(self, enqueue: Callable[[str], object]) -> None:
        self._enqueue = enqueue
        self._wanted: set[Work] = set()
        self._changed = threading.Condition()
        self._stopping = False
        self._last_logged = -_LOG_EVERY_S
        self._thread = threading.Thread(target=self._run, name="wake-ups", daemon=True)

    def start(self) -> "HueyWakeUps":
        """Begin to pass wake-ups on."""
        self._thread.start()
        return self

    def stop(self, timeout_s: float = 2.0) -> None:
        """Pass on what was wanted, then end; a queue that hangs longer than this is left to itself, which costs seconds
        and nothing else.
        """
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout_s)

    def wake(self, work: Work) -> None:
        """Say that there may be work of this kind."""
        with self._changed:
            self._wanted.add(work)
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._wanted and not self._stopping:
                    self._changed.wait()
                if not self._wanted:
                    return
                wanted, self._wanted = self._wanted, set()
            for work in sorted(wanted):
                self._put(work)

    def _put(self, work: Work) -> None:
        try:
            self._enqueue(work.value)
        except Exception as fault:  # noqa: BLE001
            # Whatever the queue's library raises: workers look by themselves every few seconds.
            if monotonic() - self._last_logged >= _LOG_EVERY_S:
                self._last_logged = monotonic()
                _log.warning(
                    "the queue is away, workers are not woken but look by themselves: %s", type(fault).__name__
                )
