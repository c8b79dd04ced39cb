"""Notifications as people look at them, in SQL."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, or_, select, union_all

from adapters.outbound.sql.mapping.notifications import attempt_from_row, notification_from_row
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import (
    DEVELOPER_ASSIGNMENTS,
    ERROR_EPISODES,
    ERROR_LOGS,
    ERROR_NOTIFICATIONS,
    ERROR_PATTERNS,
    NOTIFICATION_ATTEMPTS,
)
from application.ports.notification_reader import NotificationDetail, NotificationFilter, NotificationPage
from domain.delivery import Attempt
from domain.notification import Notification

COUNT_CAP = 10_000
MOST_EXAMINED = 20_000
"""Rows that one page looks through where no index leads to what is wanted."""
_CLOCKS_APART = timedelta(hours=1)
"""How far an id may run ahead of the moment that it was made for: ids never go back, clocks do."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_NOTICE, _PATTERN, _EPISODE, _ATTEMPT = (
    table.c for table in (ERROR_NOTIFICATIONS, ERROR_PATTERNS, ERROR_EPISODES, NOTIFICATION_ATTEMPTS)
)
_NOTICES = (
    select(
        ERROR_NOTIFICATIONS,
        _PATTERN.merged_into.label("pattern_today"),
        DEVELOPER_ASSIGNMENTS.c.name.label("developer_name"),
    )
    .join_from(ERROR_NOTIFICATIONS, ERROR_PATTERNS, _NOTICE.pattern_id == _PATTERN.id, isouter=True)
    .join(DEVELOPER_ASSIGNMENTS, _NOTICE.developer_id == DEVELOPER_ASSIGNMENTS.c.id, isouter=True)
)
_ONE = _NOTICES.where(_NOTICE.id == bindparam("key"))
_OF_EPISODES = (
    _NOTICES.where(_NOTICE.episode_id.in_(any_of("episodes"))).order_by(_NOTICE.id.desc()).limit(bindparam("most"))
)
_ATTEMPTS = (
    select(NOTIFICATION_ATTEMPTS)
    .where(_ATTEMPT.notification_id.in_(any_of("ids")))
    .order_by(_ATTEMPT.notification_id, _ATTEMPT.number, _ATTEMPT.id)
)


class SqlNotificationReader:
    """`NotificationReader`."""

    def __init__(self, connection: Connection, *, most_examined: int = MOST_EXAMINED) -> None:
        self._connection = connection
        self._most_examined = most_examined

    def page(
        self, wanted: NotificationFilter, *, limit: int, older_than: UUID | None = None, newer_than: UUID | None = None
    ) -> NotificationPage:
        """See the port."""
        conditions, backwards = _conditions(wanted), newer_than is not None and older_than is None
        place = [*_within(wanted), *_around(older_than, newer_than)]
        end = self._end(place, backwards=backwards) if _needs_looking_through(wanted) else None
        stop = [] if end is None else [_NOTICE.id <= end if backwards else _NOTICE.id >= end]
        order = _NOTICE.id if backwards else _NOTICE.id.desc()
        statement = _NOTICES.where(*conditions, *place, *stop).order_by(order).limit(limit + 1)
        rows = self._connection.execute(statement).all()
        more, found = len(rows) > limit, [_today(row) for row in rows[:limit]]
        partial = end is not None and not more
        if backwards:
            found.reverse()
        has_newer = more if backwards else older_than is not None
        has_older = newer_than is not None if backwards else more
        first, last = (found[0].id, found[-1].id) if found else (None, None)
        count, capped = self._count(wanted, conditions)
        return NotificationPage(
            notifications=found,
            older_than=end if partial and not backwards else last if has_older else None,
            newer_than=end if partial and backwards else first if has_newer else None,
            count=count,
            count_capped=capped,
            partial=partial,
        )

    def detail(self, notification_id: UUID) -> NotificationDetail | None:
        """See the port."""
        return next(iter(self._details(self._connection.execute(_ONE, {"key": notification_id}).all())), None)

    def of_episodes(self, episode_ids: Sequence[UUID], *, limit: int) -> Sequence[NotificationDetail]:
        """See the port."""
        if not episode_ids:
            return []
        wanted = {"episodes": padded(episode_ids), "most": limit}
        return self._details(self._connection.execute(_OF_EPISODES, wanted).all()[::-1])

    def _details(self, rows: Sequence[Row[Any]]) -> list[NotificationDetail]:
        attempts: dict[UUID, list[Attempt]] = defaultdict(list)
        if rows:
            for row in self._connection.execute(_ATTEMPTS, {"ids": padded(row.id for row in rows)}):
                attempts[row.notification_id].append(attempt_from_row(row))
        return [
            NotificationDetail(
                notification=_today(row), attempts=attempts.get(row.id, []), developer_name=row.developer_name
            )
            for row in rows
        ]

    def _end(self, place: list[ColumnElement[bool]], *, backwards: bool) -> UUID | None:
        """The last row to look at; None where there are no more than may be looked at."""
        order = _NOTICE.id if backwards else _NOTICE.id.desc()
        beyond = select(_NOTICE.id).where(*place).order_by(order).offset(self._most_examined - 1).limit(2)
        ids = self._connection.execute(beyond).scalars().all()
        return ids[0] if len(ids) == 2 else None

    def _count(self, wanted: NotificationFilter, conditions: list[ColumnElement[bool]]) -> tuple[int, bool]:
        place = _within(wanted)
        end = self._end(place, backwards=False) if _needs_looking_through(wanted) else None
        stop = [] if end is None else [_NOTICE.id >= end]
        found = select(_NOTICE.id).where(*conditions, *place, *stop).limit(COUNT_CAP + 1).subquery()
        count = int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())
        return min(count, COUNT_CAP), count > COUNT_CAP or end is not None


def _around(older_than: UUID | None, newer_than: UUID | None) -> list[ColumnElement[bool]]:
    older = [] if older_than is None else [_NOTICE.id < older_than]
    return older if newer_than is None else [*older, _NOTICE.id > newer_than]


def _within(wanted: NotificationFilter) -> list[ColumnElement[bool]]:
    """Where the moments lie in the order of the ids, so that what is outside is not looked at; the moments themselves
    are looked at too.
    """
    since = [] if wanted.since is None else [_NOTICE.id >= _first_id_of(wanted.since)]
    return since if wanted.until is None else [*since, _NOTICE.id < _first_id_of(wanted.until, ahead=_CLOCKS_APART)]


def _first_id_of(moment: datetime, *, ahead: timedelta = timedelta()) -> UUID:
    """The front of a UUIDv7 is its milliseconds since 1970 (RFC 9562 section 5.7)."""
    elapsed_ms = (moment - _EPOCH + ahead) // timedelta(milliseconds=1)
    return UUID(int=min(max(elapsed_ms, 0), (1 << 48) - 1) << 80)


def _needs_looking_through(wanted: NotificationFilter) -> bool:
    """Whether something is wanted that no index leads to, and nothing else that one does."""
    others = (wanted.states, wanted.channels, wanted.developers, wanted.severities, wanted.reasons)
    return any(others) and not (wanted.episodes or wanted.patterns or wanted.errors)


def _of_patterns(condition: Any) -> Select[Any]:
    """The episodes of patterns, by which alone notifications are found."""
    return select(_EPISODE.id).where(_EPISODE.pattern_id.in_(condition))


def _conditions(wanted: NotificationFilter) -> list[ColumnElement[bool]]:
    named: dict[ColumnElement[Any], Sequence[Any]] = {
        _NOTICE.state: [state.value for state in wanted.states],
        _NOTICE.channel: [channel.value for channel in wanted.channels],
        _NOTICE.developer_id: wanted.developers,
        _NOTICE.severity: [severity.rank for severity in wanted.severities],
        _NOTICE.reason: wanted.reasons,
        _NOTICE.episode_id: wanted.episodes,
        _NOTICE.error_id: wanted.errors,
    }
    conditions: list[ColumnElement[bool]] = [column.in_(values) for column, values in named.items() if values]
    if wanted.patterns:
        merged = or_(_PATTERN.id.in_(wanted.patterns), _PATTERN.merged_into.in_(wanted.patterns))
        conditions.append(_NOTICE.episode_id.in_(_of_patterns(select(ERROR_PATTERNS.c.id).where(merged))))
    if wanted.errors:
        theirs = select(ERROR_LOGS.c.pattern_id).where(ERROR_LOGS.c.id.in_(wanted.errors))
        # A merge may have given their episode to the pattern that stands for theirs.
        today = select(_PATTERN.merged_into).where(_PATTERN.id.in_(theirs), _PATTERN.merged_into.is_not(None))
        conditions.append(_NOTICE.episode_id.in_(_of_patterns(union_all(theirs, today))))
    if wanted.since is not None:
        conditions.append(_NOTICE.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(_NOTICE.created_at < wanted.until)
    return conditions


def _today(row: Row[Any]) -> Notification:
    notification = notification_from_row(row)
    return notification if row.pattern_today is None else replace(notification, pattern_id=row.pattern_today)
