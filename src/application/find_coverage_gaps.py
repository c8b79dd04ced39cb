"""Find out ahead of time when nobody is on call."""

from collections.abc import Sequence
from datetime import timedelta

from application.ports.unit_of_work import Store
from domain.on_call.coverage import Gap, coverage_gaps

DAYS_AHEAD = 14


class FindCoverageGaps:
    """When nobody will be on call for a service that some rotation covers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, days: int = DAYS_AHEAD) -> Sequence[Gap]:
        """The gaps of the next days, the earliest first. Raises StoreUnavailable."""
        with self._store.reading() as work:
            begin = work.now()
            end = begin + timedelta(days=days)
            plan = work.on_call.plan(begin, end)
        return coverage_gaps(plan, begin, end)
