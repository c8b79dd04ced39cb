"""Patterns as people look at them, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, tuple_

from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.mapping.patterns import pattern_from_row
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import (
    DEVELOPER_ASSIGNMENTS,
    ERROR_EPISODES,
    ERROR_PATTERNS,
    ERROR_STATS,
    HOUR_COUNTERS,
)
from application.ports.pattern_reader import EpisodePage, PatternFilter, PatternOrder, PatternPage, PatternPlace
from domain.episode import Episode
from domain.error_pattern import ErrorPattern
from domain.severity import Severity
from domain.statistics import Period

_PATTERN, _EPISODE = ERROR_PATTERNS.c, ERROR_EPISODES.c
_SORTED_BY: Mapping[PatternOrder, ColumnElement[Any]] = {order: _PATTERN[order.value] for order in PatternOrder}
_GET = select(ERROR_PATTERNS).where(_PATTERN.id == bindparam("key"))
_MEMBERS = select(ERROR_PATTERNS).where(_PATTERN.merged_into == bindparam("key")).order_by(_PATTERN.id)
_OPEN_EPISODE = (
    select(ERROR_EPISODES, DEVELOPER_ASSIGNMENTS.c.name.label("owner_name"))
    .join_from(ERROR_EPISODES, DEVELOPER_ASSIGNMENTS, _EPISODE.owner_id == DEVELOPER_ASSIGNMENTS.c.id, isouter=True)
    .where(_EPISODE.pattern_id == bindparam("key"), _EPISODE.closed_at.is_(None))
)
_OF_PATTERNS = _EPISODE.pattern_id.in_(any_of("pattern_ids"))
_EPISODES = select(ERROR_EPISODES).where(_OF_PATTERNS).limit(bindparam("count"))
_EPISODE_COUNT = select(func.count()).select_from(ERROR_EPISODES).where(_OF_PATTERNS)
_COUNTERS = {Period.HOUR: HOUR_COUNTERS, Period.DAY: ERROR_STATS}
_COUNTS = {
    period: select(table.c.starts_at, func.sum(table.c.count).label("total"))
    .where(table.c.pattern_id.in_(any_of("pattern_ids")), table.c.starts_at >= bindparam("since"))
    .group_by(table.c.starts_at)
    for period, table in _COUNTERS.items()
}
_PLACES = (
    select(ERROR_STATS.c.environment, ERROR_STATS.c.severity, func.sum(ERROR_STATS.c.count).label("total"))
    .where(ERROR_STATS.c.pattern_id.in_(any_of("pattern_ids")), ERROR_STATS.c.starts_at >= bindparam("since"))
    .group_by(ERROR_STATS.c.environment, ERROR_STATS.c.severity)
)


class SqlPatternReader:
    """`PatternReader`. Nothing that arrivals change is indexed (their updates stay in the row's page), so that a list
    is one scan of the patterns, or of those of the services wanted.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(
        self,
        wanted: PatternFilter,
        *,
        order: PatternOrder,
        descending: bool,
        limit: int,
        after: PatternPlace | None = None,
        before: PatternPlace | None = None,
    ) -> PatternPage:
        """See the port."""
        conditions, backwards = _conditions(wanted), before is not None and after is None
        place, falling = (before if backwards else after), descending is not backwards
        key = tuple_(_SORTED_BY[order], _PATTERN.id)
        within = [] if place is None else [_beyond(key, order, place, falling=falling)]
        sorting = [column.desc() if falling else column.asc() for column in (_SORTED_BY[order], _PATTERN.id)]
        statement = select(ERROR_PATTERNS).where(*conditions, *within).order_by(*sorting).limit(limit + 1)
        rows = self._connection.execute(statement).all()
        more, patterns = len(rows) > limit, [pattern_from_row(row) for row in rows[:limit]]
        if backwards:
            patterns.reverse()
        has_before = more if backwards else after is not None
        has_after = before is not None if backwards else more
        counted = select(func.count()).select_from(ERROR_PATTERNS).where(*conditions)
        return PatternPage(
            patterns=patterns,
            after=_place(patterns[-1], order) if patterns and has_after else None,
            before=_place(patterns[0], order) if patterns and has_before else None,
            count=self._connection.execute(counted).scalar_one(),
        )

    def get(self, pattern_id: UUID) -> ErrorPattern | None:
        """See the port."""
        row = self._connection.execute(_GET, {"key": pattern_id}).one_or_none()
        return None if row is None else pattern_from_row(row)

    def members(self, pattern_id: UUID) -> Sequence[ErrorPattern]:
        """See the port."""
        return [pattern_from_row(row) for row in self._connection.execute(_MEMBERS, {"key": pattern_id})]

    def open_episode(self, pattern_id: UUID) -> tuple[Episode, str | None] | None:
        """See the port."""
        row = self._connection.execute(_OPEN_EPISODE, {"key": pattern_id}).one_or_none()
        return None if row is None else (episode_from_row(row), row.owner_name)

    def episodes(
        self, pattern_ids: Sequence[UUID], *, limit: int, older_than: UUID | None = None, newer_than: UUID | None = None
    ) -> EpisodePage:
        """See the port."""
        backwards = newer_than is not None and older_than is None
        statement = _EPISODES.order_by(_EPISODE.id if backwards else _EPISODE.id.desc())
        if older_than is not None:
            statement = statement.where(_EPISODE.id < older_than)
        elif newer_than is not None:
            statement = statement.where(_EPISODE.id > newer_than)
        of = {"pattern_ids": padded(pattern_ids)}
        rows = self._connection.execute(statement, {**of, "count": limit + 1}).all()
        more, episodes = len(rows) > limit, [episode_from_row(row) for row in rows[:limit]]
        if backwards:
            episodes.reverse()
        has_newer, has_older = (more, True) if backwards else (older_than is not None, more)
        return EpisodePage(
            episodes=episodes,
            older_than=episodes[-1].id if episodes and has_older else None,
            newer_than=episodes[0].id if episodes and has_newer else None,
            count=self._connection.execute(_EPISODE_COUNT, of).scalar_one(),
        )

    def counts(self, pattern_ids: Sequence[UUID], period: Period, *, since: datetime) -> Mapping[datetime, int]:
        """See the port."""
        values = {"pattern_ids": padded(pattern_ids), "since": since}
        rows = self._connection.execute(_COUNTS[period], values)
        return {row.starts_at: int(row.total) for row in rows}

    def places(self, pattern_ids: Sequence[UUID], *, since: datetime) -> Mapping[tuple[str, Severity], int]:
        """See the port."""
        rows = self._connection.execute(_PLACES, {"pattern_ids": padded(pattern_ids), "since": since})
        return {(row.environment, Severity.from_rank(row.severity)): int(row.total) for row in rows}


def _place(pattern: ErrorPattern, order: PatternOrder) -> PatternPlace:
    return PatternPlace(getattr(pattern, order.value), pattern.id)


def _beyond(key: Any, order: PatternOrder, place: PatternPlace, *, falling: bool) -> ColumnElement[bool]:
    bound = tuple_(
        bindparam(None, place.value, type_=_SORTED_BY[order].type),
        bindparam(None, place.pattern_id, type_=_PATTERN.id.type),
    )
    beyond: ColumnElement[bool] = key < bound if falling else key > bound
    return beyond


def _conditions(wanted: PatternFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        _PATTERN.merged_into.is_not(None) if wanted.merged else _PATTERN.merged_into.is_(None)
    ]
    named: dict[ColumnElement[Any], Sequence[Any]] = {
        _PATTERN.service: wanted.services,
        _PATTERN.error_type: wanted.error_types,
        _PATTERN.status: wanted.statuses,
        _PATTERN.severity: [severity.rank for severity in wanted.severities],
    }
    conditions += [column.in_(values) for column, values in named.items() if values]
    if wanted.since is not None:
        conditions.append(_PATTERN.last_seen >= wanted.since)
    return conditions + [_holds(word) for word in wanted.words]


def _holds(word: str) -> ColumnElement[bool]:
    # Here both databases know no case but that of ASCII, so other letters are looked for in the forms they stand in.
    forms = {word} if word.isascii() else {word, word.capitalize(), word.upper()}
    lowered = {"".join(letter.lower() if letter.isascii() else letter for letter in form) for form in forms}
    said = (_PATTERN.title, _PATTERN.error_type, _PATTERN.culprit)
    return or_(*(func.lower(text).contains(form, autoescape=True) for text in said for form in sorted(lowered)))
