"""Remove errors whose time is over."""

from collections.abc import Callable
from time import monotonic

from application.expired_errors import ExpiredErrors, RemovedErrors
from application.pace import Pace
from application.ports.error_archive import ErrorArchive
from application.ports.expired_records import ExpiredError
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store
from domain.retention import RetentionPolicy

Progress = Callable[[int, int | None], None]
"""Told how many are done, and of how many, where that is known."""

_TRIES = 5
"""How often in a row a batch may fail, as where the database broke a deadlock or was locked for long."""


class RemoveExpiredErrors:
    """- Resolved errors are removed 30 days after they were resolved, others 90 days after they were received
      (`RETENTION_DAYS`), deleted ones with them. Patterns, episodes and all counts of arrivals stay.
    - An episode whose last open error goes is closed as emptied: nothing was mended, so what comes after is told as
      a recurrence, not as a regression. What waited to be sent about it is withdrawn.
    - Where there is an archive, errors are in it, on disk, before they are removed.
    - Small batches of as many errors as take some 40 ms, each a transaction, with longer pauses. A run that is
      killed leaves nothing half done, and one that is repeated finds nothing to do.
    """

    def __init__(
        self,
        store: Store,
        archive: ErrorArchive,
        retention: RetentionPolicy,
        *,
        limit_errors: int = 500,
        pause: Callable[[float], bool] = lambda _: False,
    ) -> None:
        """
        Args:
            limit_errors: how many a batch takes at most.
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        self._store = store
        self._archive = archive
        self._retention = retention
        self._most = limit_errors
        self._pause = pause

    def execute(self, on_progress: Progress = lambda _, __: None) -> RemovedErrors:
        """All that had expired when it began. Raises StoreUnavailable, ArchiveFailed."""
        with self._store.reading() as work:
            now = work.now()
            total = work.expired_records.count_errors(now=now)
        errors, closed, seen, faults = 0, 0, 0, 0
        last: ExpiredError | None = None
        pace = Pace(limit_rows=self._most, pause=self._pause)
        stopping = False
        while not stopping:
            began_s, limit = monotonic(), pace.limit
            try:
                found, removed = self._batch(last, limit)
                faults = 0
            except StoreUnavailable:
                faults += 1
                if faults >= _TRIES or pace.rest(1.0, full=False):
                    raise
                continue
            if not found:
                break
            last, seen = found[-1], seen + len(found)
            errors, closed = errors + removed.errors, closed + removed.episodes_closed
            on_progress(min(seen, total), total)
            stopping = pace.rest(monotonic() - began_s, full=len(found) == limit)
        return RemovedErrors(errors, closed)

    def _batch(self, last: ExpiredError | None, limit: int) -> tuple[list[ExpiredError], RemovedErrors]:
        with self._store.writing() as work:
            now = work.now()
            found = list(work.expired_records.errors(now=now, after=last, limit=limit))
            if not found:
                return [], RemovedErrors()
            removed = ExpiredErrors(work, self._archive, self._retention).remove(found, now=now)
            if removed.errors:
                work.commit(announce=removed.episodes_closed > 0)
        return found, removed
