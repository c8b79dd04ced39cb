"""Show what is going on in the whole installation."""

import threading
import time
from collections.abc import Callable

from application.ports.operation_reader import Operation
from application.ports.store_errors import DataRefused, StoreUnavailable
from application.ports.unit_of_work import Store

_READ_AFTER_S = 5.0


class ShowOperation:
    """Says what waits and how deliveries and jobs go, for monitoring.

    - The store is asked once in 5 s, however many ask here; who asks meanwhile is answered the same.
    - While the store is away there is nothing to say: old figures would look like a healthy standstill.
    """

    def __init__(self, store: Store, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock_s = clock_s
        self._reading = threading.Lock()
        self._read_at_s: float | None = None
        self._last: Operation | None = None

    def execute(self) -> Operation | None:
        """What is going on, at most some seconds ago; None while the store is away."""
        # Who comes while another reads does not wait for a store that may not answer.
        if self._reading.acquire(blocking=self._read_at_s is None):
            try:
                if self._read_at_s is None or self._clock_s() - self._read_at_s >= _READ_AFTER_S:
                    self._last = self._look()
                    self._read_at_s = self._clock_s()
            finally:
                self._reading.release()
        return self._last

    def _look(self) -> Operation | None:
        try:
            with self._store.reading() as work:
                return work.operation_reader.look(work.now())
        except (StoreUnavailable, DataRefused):
            return None
