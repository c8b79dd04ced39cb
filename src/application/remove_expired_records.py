"""Remove what is kept for a time beside errors."""

from collections.abc import Callable, Mapping
from time import monotonic

from application.pace import Pace
from application.ports.unit_of_work import Store
from domain.retention import RecordKind, RetentionPolicy


class RemoveExpiredRecords:
    """- Notifications with their attempts go after 60 days, unless they are still to be sent; their acknowledge links
      with them.
    - Event ids and idempotency keys go when they expire (7 days, a day), records of jobs after 90 days.
    - Counters of minutes go after two hours, of hours after 90 days: the same arrivals are counted by the day, in
      `error_stats` for each pattern and for each service, for ever.
    - Small batches with pauses, like errors.
    """

    def __init__(
        self,
        store: Store,
        retention: RetentionPolicy,
        *,
        limit_records: int = 2_000,
        pause: Callable[[float], bool] = lambda _: False,
    ) -> None:
        """
        Args:
            limit_records: how many a batch takes at most.
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        self._store = store
        self._retention = retention
        self._most = limit_records
        self._pause = pause

    def execute(self) -> Mapping[RecordKind, int]:
        """How many of each kind were removed. Raises StoreUnavailable."""
        with self._store.reading() as work:
            now = work.now()
        removed: dict[RecordKind, int] = {}
        for kind in RecordKind:
            pace = Pace(limit_rows=self._most, pause=self._pause)
            removed[kind], stopping = 0, False
            while not stopping:
                limit = pace.limit
                with self._store.writing() as work:
                    # Waits on SQLite for whoever is writing; others do not wait for that.
                    work.generation()
                    began_s = monotonic()
                    count = work.expired_records.remove(
                        kind, before=self._retention.records_before(kind, now), limit=limit
                    )
                    if count:
                        work.commit(announce=False)
                removed[kind] += count
                if count < limit:
                    break
                stopping = pace.rest(monotonic() - began_s, full=True)
            if stopping:
                break
        return removed
