"""Statistics, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_PATTERNS, ERROR_STATS, SERVICE_COUNTERS
from adapters.outbound.sql.top_patterns import TopPatterns
from application.ports.statistics_reader import Arrivals, Grouping, OpenWork, PatternArrivals, StatisticsFilter
from domain.series import Window
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from domain.statistics import Period

_COUNTER, _STATS, _PATTERN, _EPISODE = (
    table.c for table in (SERVICE_COUNTERS, ERROR_STATS, ERROR_PATTERNS, ERROR_EPISODES)
)
_KEYS: Mapping[Grouping, ColumnElement[Any]] = {
    Grouping.SERVICE: _COUNTER.service,
    Grouping.SEVERITY: _COUNTER.period,
    Grouping.ENVIRONMENT: _COUNTER.environment,
    Grouping.HOUR: _COUNTER.starts_at,
    Grouping.DAY: _COUNTER.starts_at,
}
_OPEN_OF = {severity: _EPISODE[f"open_{severity.value}"] for severity in Severity}
_ARRIVED = [func.sum(_COUNTER.count).filter(_COUNTER.severity == severity.rank) for severity in Severity]
"""A column for each severity: by hour the rows are then read in the order of the key, and nothing is sorted."""
_SCANNED_DAYS = 7
"""For longer than that a walk is faster: both took 24 ms for 9 days of 2,000 patterns."""
_NAMED = select(_PATTERN.id, _PATTERN.service, _PATTERN.error_type, _PATTERN.title)
_LAST_SEEN = select(_PATTERN.service, func.max(_PATTERN.last_seen)).group_by(_PATTERN.service)


class SqlStatisticsReader:
    """`StatisticsReader`. A week is 7 rows of each service, environment and severity, and those of some hours."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def arrivals(self, wanted: StatisticsFilter, window: Window, *, by: Grouping) -> Sequence[Arrivals]:
        """See the port."""
        hours = _since(window.since, Period.HOUR)
        if by is Grouping.HOUR:
            parts = [hours]
        else:
            edge = [*hours, _COUNTER.starts_at < window.first_day]
            parts = [_since(window.first_day, Period.DAY), *([edge] if window.since < window.first_day else [])]
        found: dict[str | datetime, SeverityCounts] = {}
        for part in parts:
            for key, *sums in self._sums(wanted, part, _KEYS[by]):
                group = Period.DAY.start(key) if by is Grouping.DAY else key
                # PostgreSQL sums up to `numeric`, and what there is none of has no sum.
                counts = SeverityCounts(*(int(count or 0) for count in sums))
                found[group] = SeverityCounts.sum([found[group], counts]) if group in found else counts
        return [Arrivals(key, counts) for key, counts in found.items() if counts.total]

    def patterns(self, wanted: StatisticsFilter, window: Window, *, limit: int) -> Sequence[PatternArrivals]:
        """See the port."""
        places = StatisticsFilter(environments=wanted.environments, severities=wanted.severities)
        top = TopPatterns(self._connection, window.first_day, _narrowed(ERROR_STATS, places), wanted.services)
        most = top.scanned(limit) if window.days <= _SCANNED_DAYS else top.walked(limit)
        rows = self._connection.execute(_NAMED.where(_PATTERN.id.in_([pattern_id for pattern_id, _ in most])))
        named = {row.id: row for row in rows}
        return [
            PatternArrivals(row.id, row.service, row.error_type, row.title, count)
            for row, count in ((named[pattern_id], count) for pattern_id, count in most)
        ]

    def open_work(self, wanted: StatisticsFilter) -> Mapping[str, OpenWork]:
        """See the port."""
        sums = [func.sum(column).label(severity.value) for severity, column in _OPEN_OF.items()]
        conditions = _narrowed(
            ERROR_EPISODES, StatisticsFilter(services=wanted.services, environments=wanted.environments)
        )
        statement = (
            select(_EPISODE.service, func.count().label("episodes"), *sums)
            .where(_EPISODE.closed_at.is_(None), *conditions)
            .group_by(_EPISODE.service)
        )
        found = self._connection.execute(statement).mappings()
        return {
            row["service"]: OpenWork(
                row["episodes"], SeverityCounts(**{severity.value: int(row[severity.value]) for severity in Severity})
            )
            for row in found
        }

    def last_seen(self) -> Mapping[str, datetime]:
        """See the port."""
        rows = self._connection.execute(_LAST_SEEN)
        return {row[0]: row[1] for row in rows}

    def _sums(
        self, wanted: StatisticsFilter, part: Sequence[ColumnElement[bool]], key: ColumnElement[Any]
    ) -> Sequence[Sequence[Any]]:
        statement = select(key, *_ARRIVED).where(*part, *_narrowed(SERVICE_COUNTERS, wanted)).group_by(key)
        return self._connection.execute(statement).all()


def _since(moment: datetime, period: Period) -> list[ColumnElement[bool]]:
    return [_COUNTER.period == period.value, _COUNTER.starts_at >= moment]


def _narrowed(table: Table, wanted: StatisticsFilter) -> list[ColumnElement[bool]]:
    named: dict[ColumnElement[Any], Sequence[Any]] = {
        table.c.service: wanted.services,
        table.c.environment: wanted.environments,
        table.c.severity: [severity.rank for severity in wanted.severities],
    }
    return [column.in_(values) for column, values in named.items() if values]
