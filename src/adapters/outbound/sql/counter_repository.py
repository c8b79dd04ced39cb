"""Counters of arrivals, in SQL."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.tables import ERROR_STATS, HOUR_COUNTERS, SERVICE_COUNTERS
from domain.statistics import CounterKey, Period, Tally

_OF_PATTERNS = {Period.HOUR: HOUR_COUNTERS, Period.DAY: ERROR_STATS}


def _raising(table: Table, *counts: str) -> BulkInsert:
    key = ", ".join(column.name for column in table.primary_key.columns)
    sums = ", ".join(f'"{count}" = {table.name}."{count}" + excluded."{count}"' for count in ("count", *counts))
    return BulkInsert(table, f"ON CONFLICT ({key}) DO UPDATE SET {sums}")


_RAISE_SERVICES = _raising(SERVICE_COUNTERS, "trusted")
_RAISE_PATTERNS = {period: _raising(table) for period, table in _OF_PATTERNS.items()}
_COUNTER = SERVICE_COUNTERS.c
_NONE: Counter[CounterKey] = Counter()
_TOTAL = select(func.coalesce(func.sum(_COUNTER.count), 0)).where(
    _COUNTER.period == bindparam("period"), _COUNTER.starts_at >= bindparam("since")
)
_TOTAL_OF_SERVICE = _TOTAL.where(_COUNTER.service == bindparam("service"))


def _to_row(key: CounterKey, count: int) -> dict[str, Any]:
    return {
        "starts_at": key.starts_at,
        "service": key.service,
        "environment": key.environment,
        "severity": key.severity.rank,
        "count": count,
    }


class SqlCounterRepository:
    """`CounterRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counted: Tally) -> None:
        """See the port."""
        rows = [
            {"period": period.value, "trusted": trusted[key], **_to_row(key, counts[key])}
            for period, counts in sorted(counted.services.items())
            for trusted in (counted.trusted.get(period, _NONE),)
            for key in sorted(counts)
        ]
        _RAISE_SERVICES.run(self._connection, rows)
        for period, raising in _RAISE_PATTERNS.items():
            found = counted.patterns[period]
            rows = [{"pattern_id": key.pattern_id, **_to_row(key, found[key])} for key in sorted(found)]
            raising.run(self._connection, rows)

    def total(self, period: Period, *, since: datetime, service: str | None = None) -> int:
        """See the port."""
        values: dict[str, Any] = {"period": period.value, "since": since}
        if service is None:
            return int(self._connection.execute(_TOTAL, values).scalar_one())
        return int(self._connection.execute(_TOTAL_OF_SERVICE, {**values, "service": service}).scalar_one())
