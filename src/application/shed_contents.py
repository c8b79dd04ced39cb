"""Make room in a store that is nearly full."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from application.pace import Pace
from application.ports.unit_of_work import Store
from application.watch_storage import WatchStorage
from domain.shedding import NEWEST_KEPT, is_sampled, without_contents
from domain.storage_limit import StorageStep

_AGAIN_AFTER = timedelta(minutes=10)
"""When all are gone through once more: meanwhile some are no longer the newest of their pattern."""
_ROUND_S = 2.0
"""After so long it is looked again how full the store is."""


class ShedContents:
    """- From 90 % of `MAX_STORAGE` on, stack traces and contexts are dropped, the oldest first, until less is used: not
      of a pattern's 3 newest errors, nor of a sample of one in 50.
    - The errors stay, with all that they are found and counted by, and a mark that says so. Counts stay exact.
    - Small batches with pauses, like retention. What to shed is looked for without the lock that SQLite has only one
      of. What cannot be shed is passed by: only what is newer than the place that it has reached is looked at, and all
      once more ten minutes after all has been gone through.
    """

    def __init__(
        self,
        store: Store,
        watch: WatchStorage,
        *,
        limit_errors: int = 500,
        pause: Callable[[float], bool] = lambda _: False,
    ) -> None:
        self._store = store
        self._watch = watch
        self._pace = Pace(limit_rows=limit_errors, pause=pause)
        self._reached: UUID | None = None
        self._through_at: datetime | None = None

    def execute(self) -> bool:
        """Some batches, where that is needed; whether there is more to do at once. Raises StoreUnavailable."""
        if self._watch.execute().step not in (StorageStep.SHED, StorageStep.FULL):
            return False
        began_s = monotonic()
        while monotonic() - began_s < _ROUND_S:
            if not self._batch():
                return False
        return self._watch.look_again().step in (StorageStep.SHED, StorageStep.FULL)

    def _batch(self) -> bool:
        limit = self._pace.limit
        ids = self._next(limit)
        if not ids:
            return False
        with self._store.writing() as work:
            found = work.stored_errors.lock_with_contents(ids)
            began_s = monotonic()
            newest = work.stored_errors.newest({error.pattern_id for error in found}, count=NEWEST_KEPT)
            shed = [error for error in found if error.id not in newest and not is_sampled(error.id)]
            work.stored_errors.save_contents([without_contents(error) for error in shed])
            work.commit(announce=False)
        self._reached = ids[-1]
        return not self._pace.rest(monotonic() - began_s, full=len(ids) == limit)

    def _next(self, limit: int) -> Sequence[UUID]:
        with self._store.reading() as work:
            now = work.now()
            if self._through_at is not None and now - self._through_at >= _AGAIN_AFTER:
                self._reached = self._through_at = None
            ids = work.stored_errors.with_contents(self._reached, limit=limit)
        if not ids and self._through_at is None:
            self._through_at = now
        return ids
