"""What was limited, cut or refused as it came in, in SQL."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.tables import INTAKE_COUNTERS
from application.ports.intake_repository import IntakeCount, IntakeTotal

_COUNTER = INTAKE_COUNTERS.c
_RAISE = BulkInsert(
    INTAKE_COUNTERS,
    'ON CONFLICT (starts_at, service, reason) DO UPDATE SET "count" = intake_counters."count" + excluded."count"',
)
_TOTALS = (
    select(
        _COUNTER.service,
        _COUNTER.reason,
        func.sum(_COUNTER.count).label("met"),
        func.max(_COUNTER.starts_at).label("last_hour"),
    )
    .where(_COUNTER.starts_at >= bindparam("since"))
    .group_by(_COUNTER.service, _COUNTER.reason)
    .order_by(_COUNTER.service, _COUNTER.reason)
)
_TOTALS_OF_SERVICE = _TOTALS.where(_COUNTER.service == bindparam("service"))


class SqlIntakeRepository:
    """`IntakeRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counts: Iterable[IntakeCount]) -> None:
        """See the port."""
        # One statement cannot raise a row twice.
        summed: Counter[tuple[datetime, str, str]] = Counter()
        for one in counts:
            summed[one.starts_at, one.service, one.reason] += one.count
        rows = [
            {"starts_at": starts_at, "service": service, "reason": reason, "count": count}
            for (starts_at, service, reason), count in sorted(summed.items())
        ]
        _RAISE.run(self._connection, rows)

    def totals(self, since: datetime, *, service: str | None = None) -> Sequence[IntakeTotal]:
        """See the port."""
        values: dict[str, Any] = {"since": since}
        if service is None:
            rows = self._connection.execute(_TOTALS, values)
        else:
            rows = self._connection.execute(_TOTALS_OF_SERVICE, {**values, "service": service})
        return [IntakeTotal(row.service, row.reason, int(row.met), row.last_hour) for row in rows]
