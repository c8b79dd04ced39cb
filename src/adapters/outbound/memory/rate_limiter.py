"""Rate limits that one process counts by itself."""

import math
import threading
import time
from collections.abc import Callable

from application.ports.rate_limiter import WINDOW_S, Payer, RateDecision, RateLimits, Share, passed, short

_LATE = "\0late "
"""Under which name every further counter of a kind is one, once a minute has met `most_counters` of them."""


class _Used:
    __slots__ = ("items", "size_bytes")

    def __init__(self) -> None:
        self.items = 0
        self.size_bytes = 0

    def has_room(self, share: Share, items: int, size_bytes: int) -> bool:
        return self.items + items <= share.items and self.size_bytes + size_bytes <= share.size_bytes

    def add(self, items: int, size_bytes: int) -> None:
        self.items += items
        self.size_bytes += size_bytes


class MemoryRateLimiter:
    """Counts in windows of a minute, all forgotten together when the next one begins: nothing to sweep, and memory
    bounded by `most_counters`. At the seam of two windows a sender can have two minutes' shares in a row.
    """

    def __init__(
        self, limits: RateLimits, *, clock_s: Callable[[], float] = time.monotonic, most_counters: int = 100_000
    ) -> None:
        self._limits = limits
        self._clock_s = clock_s
        self._most_counters = most_counters
        self._lock = threading.Lock()
        self._begin(clock_s())

    def take(self, payer: Payer, *, items: int, size_bytes: int) -> RateDecision:
        """Use up this much of every share that the payer must have room in, or nothing at all."""
        now, shares = self._clock_s(), self._limits.of(payer)
        with self._lock:
            if now >= self._ends:
                self._begin(now)
            found = [self._counter(name) for _, name, _ in shares]
            resets_in_s = max(1, math.ceil(self._ends - now))
            for place, (_, used) in enumerate(found):
                if not used.has_room(shares[place][2], items, size_bytes):
                    return short(shares, place, resets_in_s)
            for name, used in found:
                # Kept only now: names that are refused must not fill the memory.
                self._used[name] = used
                used.add(items, size_bytes)
            return passed(shares, [used.items for _, used in found], resets_in_s)

    def _begin(self, now: float) -> None:
        self._ends = now + WINDOW_S
        self._used: dict[str, _Used] = {}

    def _counter(self, name: str) -> tuple[str, _Used]:
        used = self._used.get(name)
        if used is None:
            if len(self._used) >= self._most_counters:
                name = _LATE + name.partition(":")[0]
            used = self._used.get(name) or _Used()
        return name, used
