"""Answers that one process keeps by itself."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from application.single_flight import SingleFlight

_ENTRY_BYTES = 300
"""What an entry costs besides its text: key, tuple, two objects and its place in the dictionary."""


class MemoryCache:
    """Forgets what is too old, and what was not asked for longest where all takes more than `most_bytes`."""

    def __init__(self, *, most_bytes: int = 16 * 2**20, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._most_bytes = most_bytes
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._bytes = 0
        self._flight = SingleFlight()

    def get_or_make(self, key: str, *, lifetime_s: int, make: Callable[[], bytes]) -> bytes:
        """See the port."""

        def look_and_make() -> bytes:
            # Once more: whoever was first may have put it there since this thread looked.
            value = self._get(key)
            if value is None:
                value = make()
                self.put(key, value, lifetime_s=lifetime_s)
            return value

        value = self._get(key)
        return self._flight.do(key, look_and_make) if value is None else value

    def put(self, key: str, value: bytes, *, lifetime_s: int) -> None:
        """See the port. What is larger than all may be is not kept."""
        expires = self._clock_s() + lifetime_s
        with self._lock:
            self._forget(key)
            if len(value) + _ENTRY_BYTES > self._most_bytes:
                return
            self._kept[key] = (expires, value)
            self._bytes += len(value) + _ENTRY_BYTES
            while self._bytes > self._most_bytes:
                self._forget(next(iter(self._kept)))

    def _get(self, key: str) -> bytes | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            expires, value = found
            if self._clock_s() >= expires:
                self._forget(key)
                return None
            self._kept.move_to_end(key)
            return value

    def _forget(self, key: str) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self._bytes -= len(found[1]) + _ENTRY_BYTES
