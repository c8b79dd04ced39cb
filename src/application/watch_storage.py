"""How full the store is, as everybody who asks may know it."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from application.ports.storage_space import StorageSpace
from application.ports.store_errors import StoreUnavailable
from domain.storage_limit import StorageLevel, storage_level

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 10.0


class WatchStorage:
    """- Looks at most every 10 s, one at a time; others go by what was seen last. A store that is away is not full.
    - A step up or down is logged once.
    """

    def __init__(self, space: StorageSpace, limit_bytes: int | None, *, now_s: Callable[[], float] = monotonic) -> None:
        """
        Args:
            limit_bytes: None is no limit; then nobody looks.
        """
        self._space = space
        self._limit = limit_bytes
        self._now_s = now_s
        self._looking = threading.Lock()
        self._seen: StorageLevel | None = None
        self._seen_at_s = 0.0

    def execute(self) -> StorageLevel:
        """How full it is. Never raises for a store that is away."""
        if self._limit is None:
            return StorageLevel(0, None)
        seen = self._seen
        if seen is not None and self._now_s() - self._seen_at_s < LOOK_EVERY_S:
            return seen
        if not self._looking.acquire(blocking=seen is None):
            return seen or StorageLevel(0, self._limit)
        try:
            return self._look()
        finally:
            self._looking.release()

    def look_again(self) -> StorageLevel:
        """How full it is right now."""
        with self._looking:
            return self._look()

    def _look(self) -> StorageLevel:
        before = self._seen or StorageLevel(0, self._limit)
        try:
            use = self._space.use()
            level = storage_level(
                used_bytes=use.used_bytes,
                taken_bytes=use.taken_bytes,
                free_bytes=use.free_bytes,
                limit_bytes=self._limit,
            )
        except StoreUnavailable:
            level = before
        self._seen, self._seen_at_s = level, self._now_s()
        if level.step is not before.step:
            _log.warning("the storage %s (%.0f %% of MAX_STORAGE)", level.step.said, level.share * 100)
        return level
