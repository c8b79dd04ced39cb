"""Rate limits that one process counts by itself."""

import math
import threading
import time
from collections.abc import Callable

from application.ports.rate_limiter import RateDecision, RateLimits, Share

_WINDOW_S = 60.0
_CROWD = "\0crowd"
"""Whom every further sender counts as, once a minute has met `most_senders` of them."""

_PASSED = RateDecision(None)


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
    bounded by `most_senders`. At the seam of two windows a sender can have two minutes' shares in a row.
    """

    def __init__(
        self, limits: RateLimits, *, clock_s: Callable[[], float] = time.monotonic, most_senders: int = 50_000
    ) -> None:
        self._limits = limits
        self._clock_s = clock_s
        self._most_senders = most_senders
        self._lock = threading.Lock()
        self._begin(clock_s())

    def take(self, sender: str, *, items: int, size_bytes: int, trusted: bool) -> RateDecision:
        """Use up this much of the sender's share and of everybody's, or nothing at all."""
        now = self._clock_s()
        with self._lock:
            if now >= self._ends:
                self._begin(now)
            used = self._used_by(sender)
            limit = self._short(used, items, size_bytes, trusted=trusted)
            if limit is not None:
                return RateDecision(limit, max(1, math.ceil(self._ends - now)))
            used.add(items, size_bytes)
            self._everybody.add(items, size_bytes)
            if not trusted:
                self._untrusted.add(items, size_bytes)
        return _PASSED

    def _begin(self, now: float) -> None:
        self._ends = now + _WINDOW_S
        self._senders: dict[str, _Used] = {}
        self._everybody, self._untrusted = _Used(), _Used()

    def _used_by(self, sender: str) -> _Used:
        used = self._senders.get(sender)
        if used is None:
            name = sender if len(self._senders) < self._most_senders else _CROWD
            used = self._senders.setdefault(name, _Used())
        return used

    def _short(self, used: _Used, items: int, size_bytes: int, *, trusted: bool) -> str | None:
        if not used.has_room(self._limits.of(trusted=trusted), items, size_bytes):
            return "sender"
        if not self._everybody.has_room(self._limits.everybody, items, size_bytes):
            return "everybody"
        if not trusted and not self._untrusted.has_room(self._limits.all_untrusted, items, size_bytes):
            return "untrusted"
        return None
