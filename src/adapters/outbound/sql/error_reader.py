"""Errors as people look at them, in SQL."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, case, func, or_, select

from adapters.outbound.sql.history_repository import SqlHistoryRepository
from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.mapping.errors import error_from_row
from adapters.outbound.sql.mapping.patterns import pattern_from_row
from adapters.outbound.sql.tables import DEVELOPER_ASSIGNMENTS, ERROR_EPISODES, ERROR_LOGS, ERROR_PATTERNS
from application.ports.error_reader import ErrorDetail, ErrorFilter, ErrorPage
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity

COUNT_CAP = 10_000
MOST_EXAMINED = 20_000
"""Rows that one page looks through where no index leads to what is wanted."""

_ERROR = ERROR_LOGS.c
_ALIVE = _ERROR.deleted_at.is_(None)
_EPISODE_OF = _ERROR.episode_id == ERROR_EPISODES.c.id
_OPEN = tuple(status.value for status in ErrorStatus if status.is_open)
_ERRORS = select(
    ERROR_LOGS, ERROR_EPISODES.c.closed_at.label("episode_closed_at"), ERROR_EPISODES.c.owner_id.label("episode_owner")
).join_from(ERROR_LOGS, ERROR_EPISODES, _EPISODE_OF, isouter=True)
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

    def __init__(self, connection: Connection, *, most_examined: int = MOST_EXAMINED) -> None:
        self._connection = connection
        self._history = SqlHistoryRepository(connection)
        self._most_examined = most_examined

    def page(
        self, wanted: ErrorFilter, *, limit: int, older_than: UUID | None = None, newer_than: UUID | None = None
    ) -> ErrorPage:
        """See the port."""
        conditions, backwards = _conditions(wanted), newer_than is not None and older_than is None
        place = _around(older_than, newer_than)
        end = self._end(place, backwards=backwards) if _needs_looking_through(wanted) else None
        within = [] if end is None else [_ERROR.id <= end if backwards else _ERROR.id >= end]
        statement = _keyset([*conditions, *place, *within], backwards=backwards, limit=limit + 1)
        rows = self._connection.execute(statement).all()
        more, errors = len(rows) > limit, [_in_force(row) for row in rows[:limit]]
        partial = end is not None and not more
        if backwards:
            errors.reverse()
        has_newer = more if backwards else older_than is not None
        has_older = newer_than is not None if backwards else more
        first, last = (errors[0].id, errors[-1].id) if errors else (None, None)
        count, capped = self._count(wanted, conditions)
        return ErrorPage(
            errors=errors,
            older_than=end if partial and not backwards else last if has_older else None,
            newer_than=end if partial and backwards else first if has_newer else None,
            count=count,
            count_capped=capped,
            partial=partial,
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

    def _end(self, place: list[ColumnElement[bool]], *, backwards: bool) -> UUID | None:
        """The last row to look at; None where there are no more than may be looked at."""
        order = _ERROR.id if backwards else _ERROR.id.desc()
        beyond = select(_ERROR.id).where(*place).order_by(order).offset(self._most_examined - 1).limit(2)
        ids = self._connection.execute(beyond).scalars().all()
        return ids[0] if len(ids) == 2 else None

    def _count(self, wanted: ErrorFilter, conditions: list[ColumnElement[bool]]) -> tuple[int, bool]:
        end = self._end([], backwards=False) if _needs_looking_through(wanted) else None
        within = [] if end is None else [_ERROR.id >= end]
        found = _ids([*conditions, *within]).limit(COUNT_CAP + 1).subquery()
        count = int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())
        return min(count, COUNT_CAP), count > COUNT_CAP or end is not None


def _around(older_than: UUID | None, newer_than: UUID | None) -> list[ColumnElement[bool]]:
    older = [] if older_than is None else [_ERROR.id < older_than]
    return older if newer_than is None else [*older, _ERROR.id > newer_than]


def _ids(conditions: list[ColumnElement[bool]]) -> Select[Any]:
    # Both databases leave the join out where no condition is about the episode: its id is unique.
    return select(_ERROR.id).join_from(ERROR_LOGS, ERROR_EPISODES, _EPISODE_OF, isouter=True).where(*conditions)


def _keyset(conditions: list[ColumnElement[bool]], *, backwards: bool, limit: int) -> Select[Any]:
    # The ids are found first and alone: where a filter makes the database sort, it need not sort kilobytes.
    order = _ERROR.id if backwards else _ERROR.id.desc()
    found = _ids(conditions).order_by(order).limit(limit)
    return _ERRORS.where(_ERROR.id.in_(found)).order_by(order)


def _needs_looking_through(wanted: ErrorFilter) -> bool:
    """Whether something is wanted that no index leads to, and nothing else that one does."""
    leads = (wanted.services, wanted.error_types, wanted.owners, wanted.pattern_id, wanted.since, wanted.until)
    others = (wanted.severities, wanted.environments, wanted.statuses)
    return not any(leads) and any((*others, wanted.endpoints, wanted.user_ids, wanted.releases))


def _status_in_force() -> ColumnElement[Any]:
    """What `_in_force` says, in SQL."""
    still_open, episode = _ERROR.status.in_(_OPEN), ERROR_EPISODES.c
    return case(
        (and_(still_open, episode.closed_at.is_not(None)), ErrorStatus.RESOLVED.value),
        (and_(still_open, _ERROR.assigned_to.is_(None), episode.owner_id.is_not(None)), ErrorStatus.ASSIGNED.value),
        else_=_ERROR.status,
    )


def _owned_by(owners: tuple[UUID, ...]) -> ColumnElement[bool]:
    """Carried to the error, or still only its episode's."""
    episodes = ERROR_EPISODES.alias()
    theirs = select(episodes.c.id).where(episodes.c.owner_id.in_(owners), episodes.c.closed_at.is_(None))
    still_open = and_(_ERROR.status.in_(_OPEN), _ERROR.assigned_to.is_(None))
    return or_(_ERROR.assigned_to.in_(owners), and_(still_open, _ERROR.episode_id.in_(theirs)))


def _conditions(wanted: ErrorFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_ALIVE]
    named = {
        _ERROR.service: wanted.services,
        _ERROR.severity: [Severity(name).rank for name in wanted.severities],
        _ERROR.environment: wanted.environments,
        _ERROR.error_type: wanted.error_types,
        _ERROR.endpoint: wanted.endpoints,
        _ERROR.user_id: wanted.user_ids,
        _ERROR.release: wanted.releases,
    }
    conditions += [column.in_(values) for column, values in named.items() if values]
    if wanted.statuses:
        conditions.append(_status_in_force().in_(wanted.statuses))
    if wanted.owners:
        conditions.append(_owned_by(wanted.owners))
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
