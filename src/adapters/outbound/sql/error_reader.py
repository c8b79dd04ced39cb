"""Errors as people look at them, in SQL."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select

from adapters.outbound.sql.history_repository import SqlHistoryRepository
from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.mapping.errors import error_from_row
from adapters.outbound.sql.mapping.patterns import pattern_from_row
from adapters.outbound.sql.tables import DEVELOPER_ASSIGNMENTS, ERROR_EPISODES, ERROR_LOGS, ERROR_PATTERNS
from application.ports.error_reader import ErrorDetail, ErrorFilter, ErrorPage
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity

COUNT_CAP = 10_000

_ERROR = ERROR_LOGS.c
_ALIVE = _ERROR.deleted_at.is_(None)
_ERRORS = select(
    ERROR_LOGS, ERROR_EPISODES.c.closed_at.label("episode_closed_at"), ERROR_EPISODES.c.owner_id.label("episode_owner")
).join_from(ERROR_LOGS, ERROR_EPISODES, _ERROR.episode_id == ERROR_EPISODES.c.id, isouter=True)
_ONE = _ERRORS.where(_ERROR.id == bindparam("key"), _ALIVE)
_PATTERN = select(ERROR_PATTERNS).where(ERROR_PATTERNS.c.id == bindparam("key"))
_EPISODE = (
    select(ERROR_EPISODES, DEVELOPER_ASSIGNMENTS.c.name.label("owner_name"))
    .join_from(
        ERROR_EPISODES,
        DEVELOPER_ASSIGNMENTS,
        ERROR_EPISODES.c.owner_id == DEVELOPER_ASSIGNMENTS.c.id,
        isouter=True,
    )
    .where(ERROR_EPISODES.c.id == bindparam("key"))
)
_NAME = select(DEVELOPER_ASSIGNMENTS.c.name).where(DEVELOPER_ASSIGNMENTS.c.id == bindparam("key"))


class SqlErrorReader:
    """`ErrorReader`. Each read is one snapshot on SQLite; on PostgreSQL a page and its count may differ by what
    arrived between them.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._history = SqlHistoryRepository(connection)

    def page(
        self, wanted: ErrorFilter, *, limit: int, older_than: UUID | None = None, newer_than: UUID | None = None
    ) -> ErrorPage:
        """See the port."""
        conditions = _conditions(wanted)
        backwards = newer_than is not None and older_than is None
        statement = _keyset(conditions, older_than, newer_than, backwards=backwards, limit=limit + 1)
        rows = self._connection.execute(statement).all()
        more, errors = len(rows) > limit, [_in_force(row) for row in rows[:limit]]
        if backwards:
            errors.reverse()
        has_newer = more if backwards else older_than is not None
        has_older = newer_than is not None if backwards else more
        count = self._count(conditions)
        return ErrorPage(
            errors=errors,
            older_than=errors[-1].id if errors and has_older else None,
            newer_than=errors[0].id if errors and has_newer else None,
            count=min(count, COUNT_CAP),
            count_capped=count > COUNT_CAP,
        )

    def detail(self, error_id: UUID) -> ErrorDetail | None:
        """See the port."""
        row = self._connection.execute(_ONE, {"key": error_id}).one_or_none()
        if row is None:
            return None
        error = _in_force(row)
        episode = self._connection.execute(_EPISODE, {"key": error.episode_id}).one_or_none()
        history = list(self._history.of(error.id))
        if error.episode_id is not None:
            history += self._history.of(error.episode_id)
        return ErrorDetail(
            error=error,
            pattern=pattern_from_row(self._connection.execute(_PATTERN, {"key": error.pattern_id}).one()),
            episode=None if episode is None else episode_from_row(episode),
            owner_name=self._connection.execute(_NAME, {"key": error.assigned_to}).scalar_one_or_none(),
            history=sorted(history, key=lambda entry: entry.at),
        )

    def _count(self, conditions: list[ColumnElement[bool]]) -> int:
        capped = select(_ERROR.id).where(*conditions).limit(COUNT_CAP + 1).subquery()
        return int(self._connection.execute(select(func.count()).select_from(capped)).scalar_one())


def _keyset(
    conditions: list[ColumnElement[bool]],
    older_than: UUID | None,
    newer_than: UUID | None,
    *,
    backwards: bool,
    limit: int,
) -> Select[Any]:
    # The ids are found first and alone: where a filter makes the database sort, it need not sort kilobytes.
    found = select(_ERROR.id).where(*conditions)
    if older_than is not None:
        found = found.where(_ERROR.id < older_than)
    if newer_than is not None:
        found = found.where(_ERROR.id > newer_than)
    order = _ERROR.id if backwards else _ERROR.id.desc()
    return _ERRORS.where(_ERROR.id.in_(found.order_by(order).limit(limit))).order_by(order)


def _conditions(wanted: ErrorFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_ALIVE]
    if wanted.services:
        conditions.append(_ERROR.service.in_(wanted.services))
    if wanted.severities:
        conditions.append(_ERROR.severity.in_([Severity(name).rank for name in wanted.severities]))
    if wanted.environments:
        conditions.append(_ERROR.environment.in_(wanted.environments))
    if wanted.error_types:
        conditions.append(_ERROR.error_type.in_(wanted.error_types))
    if wanted.pattern_id is not None:
        conditions.append(_ERROR.pattern_id == wanted.pattern_id)
    if wanted.since is not None:
        conditions.append(_ERROR.received_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(_ERROR.received_at < wanted.until)
    return conditions


def _in_force(row: Row[Any]) -> ErrorLog:
    # A worker carries an episode's owner and end to its errors in batches; until then the episode speaks for them.
    error = error_from_row(row)
    if not error.status.is_open:
        return error
    if row.episode_closed_at is not None:
        return replace(error, status=ErrorStatus.RESOLVED, resolved_at=row.episode_closed_at)
    if error.assigned_to is None and row.episode_owner is not None:
        return replace(error, status=ErrorStatus.ASSIGNED, assigned_to=row.episode_owner)
    return error
