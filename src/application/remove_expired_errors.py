"""Remove errors whose time is over."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from application.expired_errors import ExpiredErrors, RemovedErrors, candidates, patterns_of
from application.pace import Pace
from application.ports.error_archive import ErrorArchive
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store
from domain.error_log import ErrorLog
from domain.retention import RetentionPolicy

Progress = Callable[[int, int | None], None]
"""Told how many are done, and of how many, where that is known."""

_TRIES = 5
"""How often in a row a batch may fail, as where the database broke a deadlock or was locked for long."""


class _Batch(NamedTuple):
    """What one transaction found and removed, and how long others may have waited for it."""

    found: Sequence[ErrorLog]
    removed: RemovedErrors
    took_s: float


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
        pace = Pace(limit_rows=self._most, pause=self._pause)
        last: ErrorLog | None = None
        while True:
            limit = pace.limit
            try:
                batch = self._batch(last, limit)
            except StoreUnavailable:
                faults += 1
                if faults >= _TRIES or pace.rest(1.0, full=False):
                    raise
                continue
            if not batch.found:
                break
            last, seen, faults = batch.found[-1], seen + len(batch.found), 0
            errors, closed = errors + batch.removed.errors, closed + batch.removed.episodes_closed
            on_progress(min(seen, total), total)
            if pace.rest(batch.took_s, full=len(batch.found) == limit):
                break
        return RemovedErrors(errors, closed)

    def _batch(self, last: ErrorLog | None, limit: int) -> _Batch:
        """Read and archive, which takes longest, with nothing locked; then remove what is still the same."""
        with self._store.reading() as work:
            now = work.now()
            found = work.expired_records.errors(now=now, after=last, limit=limit)
            wanted = candidates(work, found, self._retention, now=now)
            gone = [each.known for each in wanted]
            patterns = patterns_of(work, gone) if self._archive.keeps else {}
        if not wanted:
            return _Batch(found, RemovedErrors(), 0.0)
        if self._archive.keeps:
            self._archive.write(gone, patterns)
        with self._store.writing() as work:
            now = work.now()
            # The first statement waits on SQLite for whoever is writing; others do not wait for that.
            work.generation()
            began_s = monotonic()
            removed = ExpiredErrors(work).remove(wanted, now=now)
            work.commit(announce=removed.episodes_closed > 0)
        return _Batch(found, removed, monotonic() - began_s)
