"""Show what monitoring asks for again and again."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from application.ports.store_errors import DataRefused, StoreUnavailable

T = TypeVar("T")

_AWAY_FOR_S = 5.0


class ShowLately(Generic[T]):
    """Says what was seen last, for monitoring.

    - The store is asked once in `keep_s`, however many ask here; who asks meanwhile is answered the same.
    - While the store is away there is nothing to say: old figures would look like a healthy standstill. It is asked
      again after 5 s.
    """

    def __init__(self, look: Callable[[], T], *, keep_s: float, clock_s: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            look: may raise StoreUnavailable and DataRefused.
        """
        self._look = look
        self._keep_s = keep_s
        self._clock_s = clock_s
        self._looking = threading.Lock()
        self._again_at_s: float | None = None
        self._last: T | None = None

    def execute(self) -> T | None:
        """What there is, as of at most `keep_s` ago; None while the store is away."""
        # Who comes while another looks does not wait for a store that may not answer.
        if self._looking.acquire(blocking=self._again_at_s is None):
            try:
                if self._again_at_s is None or self._clock_s() >= self._again_at_s:
                    self._last = self._seen()
                    keep_s = min(self._keep_s, _AWAY_FOR_S) if self._last is None else self._keep_s
                    self._again_at_s = self._clock_s() + keep_s
            finally:
                self._looking.release()
        return self._last

    def _seen(self) -> T | None:
        try:
            return self._look()
        except (StoreUnavailable, DataRefused):
            return None
