"""Work that many ask for at once is done once (as Go's `singleflight` does)."""

import threading
from collections.abc import Callable

_PATIENCE_S = 10.0


class _Flight:
    __slots__ = ("done", "fault", "result")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.result: bytes | None = None
        self.fault: Exception | None = None


class SingleFlight:
    """Of all threads that ask for one key, the first works and the others get what it got, or what it raised.

    Who has waited `patience_s` works alone: a thread that is stuck must not stop the others.
    """

    def __init__(self, *, patience_s: float = _PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._flights: dict[str, _Flight] = {}

    def do(self, key: str, work: Callable[[], bytes]) -> bytes:
        """The result of `work`, whoever of those who ask now does it."""
        with self._lock:
            flight = self._flights.get(key)
            first = flight is None
            if flight is None:
                flight = self._flights[key] = _Flight()
        if first:
            return self._lead(key, flight, work)
        if not flight.done.wait(self._patience_s):
            return work()
        if flight.fault is not None:
            raise flight.fault
        # Neither a result nor a fault: the thread that worked was being stopped.
        return work() if flight.result is None else flight.result

    def _lead(self, key: str, flight: _Flight, work: Callable[[], bytes]) -> bytes:
        try:
            flight.result = work()
        except Exception as fault:
            flight.fault = fault
            raise
        finally:
            with self._lock:
                del self._flights[key]
            flight.done.set()
        return flight.result
