"""Counts of repeated decisions, in SQL."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.tables import DECISION_COUNTERS
from application.ports.decision_counter_repository import DecisionCount

_COUNTER = DECISION_COUNTERS.c
_RAISE = BulkInsert(
    DECISION_COUNTERS,
    'ON CONFLICT (subject_id, starts_at, reason) DO UPDATE SET "count" = decision_counters."count" + excluded."count"',
)
_OF = (
    select(DECISION_COUNTERS)
    .where(_COUNTER.subject_id == bindparam("subject"), _COUNTER.starts_at >= bindparam("since"))
    .order_by(_COUNTER.starts_at.desc(), _COUNTER.reason.desc())
    .limit(bindparam("most"))
)


class SqlDecisionCounterRepository:
    """`DecisionCounterRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counts: Iterable[DecisionCount]) -> None:
        """See the port."""
        # One statement cannot raise a row twice.
        summed: Counter[tuple[UUID, datetime, str]] = Counter()
        for one in counts:
            summed[one.subject_id, one.starts_at, one.reason] += one.count
        rows = [
            {"subject_id": subject_id, "starts_at": starts_at, "reason": reason, "count": count}
            for (subject_id, starts_at, reason), count in sorted(summed.items())
        ]
        _RAISE.run(self._connection, rows)

    def of(self, subject_id: UUID, since: datetime, *, limit: int = 500) -> Sequence[DecisionCount]:
        """See the port."""
        rows = self._connection.execute(_OF, {"subject": subject_id, "since": since, "most": limit}).all()
        # Not `row.count`, which is a method of every row.
        return [DecisionCount(*row) for row in reversed(rows)]
