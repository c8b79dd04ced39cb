"""Counters of arrivals, in SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.tables import HOUR_COUNTERS, MINUTE_COUNTERS
from domain.statistics import CounterKey, Period

_TABLES = {Period.MINUTE: MINUTE_COUNTERS, Period.HOUR: HOUR_COUNTERS}


def _raising(table: Table) -> BulkInsert:
    key = ", ".join(column.name for column in table.primary_key.columns)
    return BulkInsert(table, f'ON CONFLICT ({key}) DO UPDATE SET "count" = {table.name}."count" + excluded."count"')


_RAISE = {period: _raising(table) for period, table in _TABLES.items()}
_TOTAL = {
    period: select(func.coalesce(func.sum(table.c.count), 0)).where(table.c.starts_at >= bindparam("since"))
    for period, table in _TABLES.items()
}
_TOTAL_OF_SERVICE = {
    period: statement.where(_TABLES[period].c.service == bindparam("service")) for period, statement in _TOTAL.items()
}


def _to_row(key: CounterKey, count: int) -> dict[str, Any]:
    row = {
        "starts_at": key.starts_at,
        "service": key.service,
        "environment": key.environment,
        "severity": key.severity.rank,
        "count": count,
    }
    return row if key.pattern_id is None else {**row, "pattern_id": key.pattern_id}


class SqlCounterRepository:
    """`CounterRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, tallies: Mapping[Period, Mapping[CounterKey, int]]) -> None:
        """See the port."""
        for period in Period:
            counts = tallies.get(period, {})
            rows = [_to_row(key, counts[key]) for key in sorted(counts)]
            _RAISE[period].run(self._connection, rows)

    def total(self, period: Period, *, since: datetime, service: str | None = None) -> int:
        """See the port."""
        if service is None:
            return int(self._connection.execute(_TOTAL[period], {"since": since}).scalar_one())
        values = {"since": since, "service": service}
        return int(self._connection.execute(_TOTAL_OF_SERVICE[period], values).scalar_one())
