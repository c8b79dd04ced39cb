"""The outbox and its attempts, in SQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from adapters.outbound.sql.mapping.notifications import (
    attempt_from_row,
    attempt_to_row,
    notification_changes_to_row,
    notification_from_row,
    notification_to_row,
)
from adapters.outbound.sql.rows import any_of, padded, write
from adapters.outbound.sql.tables import ERROR_NOTIFICATIONS, NOTIFICATION_ATTEMPTS
from domain.delivery import Attempt
from domain.notification import Notification, NotificationState
from domain.severity import Severity

_NOTICE = ERROR_NOTIFICATIONS.c
_ATTEMPT = NOTIFICATION_ATTEMPTS.c
_ADD = insert(ERROR_NOTIFICATIONS)
_SAVE = update(ERROR_NOTIFICATIONS).where(_NOTICE.id == bindparam("key"))
_GET = select(ERROR_NOTIFICATIONS).where(_NOTICE.id == bindparam("key"))
_LOCK = _GET.with_for_update()
# Of one kind at a time, whose order is the index's: over all kinds at once either everything that is due would be
# sorted at each claim, or everything that is not due looked through.
_LOCK_DUE = (
    select(ERROR_NOTIFICATIONS)
    .where(
        _NOTICE.trusted == bindparam("trusted"),
        _NOTICE.severity == bindparam("severity"),
        _NOTICE.next_attempt_at <= bindparam("at"),
        or_(_NOTICE.lease_until.is_(None), _NOTICE.lease_until <= bindparam("at")),
    )
    .order_by(_NOTICE.next_attempt_at, _NOTICE.id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
_LOCK_HELD = _GET.where(_NOTICE.lease_owner == bindparam("owner")).with_for_update()
_OF_EPISODE = (
    select(ERROR_NOTIFICATIONS)
    .where(_NOTICE.episode_id == bindparam("episode"))
    .order_by(_NOTICE.created_at, _NOTICE.id)
)
_LOCK_OF_EPISODE = (
    select(ERROR_NOTIFICATIONS)
    .where(_NOTICE.episode_id == bindparam("episode"))
    .order_by(_NOTICE.id)
    .with_for_update(skip_locked=True)
)
_LOCK_UNTRUSTED = _LOCK_OF_EPISODE.where(~_NOTICE.trusted, _NOTICE.state == NotificationState.PENDING.value)
_LOCK_WAITING = _LOCK_OF_EPISODE.where(
    _NOTICE.state.in_((NotificationState.PENDING.value, NotificationState.FAILED.value))
)
_SLOTS_TAKEN = select(func.count()).where(~_NOTICE.trusted, _NOTICE.sent_from >= bindparam("since"))
_NEXT_DUE = (
    select(_NOTICE.next_attempt_at)
    .where(_NOTICE.next_attempt_at.is_not(None))
    .order_by(_NOTICE.next_attempt_at)
    .limit(1)
)
_CLAIM_ORDER = [(trusted, severity.rank) for trusted in (True, False) for severity in Severity]
_ADD_ATTEMPTS = insert(NOTIFICATION_ATTEMPTS)
_FINISH_ATTEMPT = update(NOTIFICATION_ATTEMPTS).where(_ATTEMPT.id == bindparam("key"))
_IN_ORDER = select(NOTIFICATION_ATTEMPTS).order_by(_ATTEMPT.notification_id, _ATTEMPT.number, _ATTEMPT.id)
_OPEN_ATTEMPTS = _IN_ORDER.where(_ATTEMPT.notification_id.in_(any_of("ids")), _ATTEMPT.ended_at.is_(None))
_ATTEMPTS = _IN_ORDER.where(_ATTEMPT.notification_id == bindparam("key"))


class SqlNotificationRepository:
    """`NotificationRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notifications: Iterable[Notification]) -> None:
        """See the port."""
        write(self._connection, _ADD, [notification_to_row(notification) for notification in notifications])

    def get(self, notification_id: UUID) -> Notification | None:
        """See the port."""
        return next(iter(self._read(_GET, key=notification_id)), None)

    def lock(self, notification_id: UUID) -> Notification | None:
        """See the port."""
        return next(iter(self._read(_LOCK, key=notification_id)), None)

    def lock_due(self, *, now: datetime, limit: int) -> Sequence[Notification]:
        """See the port."""
        found: list[Notification] = []
        for trusted, rank in _CLAIM_ORDER:
            if len(found) < limit:
                count = limit - len(found)
                found += self._read(_LOCK_DUE, at=now, trusted=trusted, severity=rank, count=count)
        return found

    def lock_held(self, notification_id: UUID, owner: str) -> Notification | None:
        """See the port."""
        return next(iter(self._read(_LOCK_HELD, key=notification_id, owner=owner)), None)

    def save(self, notifications: Iterable[Notification]) -> None:
        """See the port."""
        write(self._connection, _SAVE, [notification_changes_to_row(notification) for notification in notifications])

    def add_attempts(self, attempts: Iterable[Attempt]) -> None:
        """See the port."""
        write(self._connection, _ADD_ATTEMPTS, [attempt_to_row(attempt) for attempt in attempts])

    def finish_attempt(self, attempt: Attempt) -> None:
        """See the port."""
        row = attempt_to_row(attempt)
        ended = {name: row[name] for name in ("ended_at", "outcome", "answer")}
        self._connection.execute(_FINISH_ATTEMPT, {"key": attempt.id, **ended})

    def open_attempts(self, notification_ids: Iterable[UUID]) -> Sequence[Attempt]:
        """See the port."""
        wanted = padded(notification_ids)
        if not wanted:
            return []
        return [attempt_from_row(row) for row in self._connection.execute(_OPEN_ATTEMPTS, {"ids": wanted})]

    def attempts(self, notification_id: UUID) -> Sequence[Attempt]:
        """See the port."""
        return [attempt_from_row(row) for row in self._connection.execute(_ATTEMPTS, {"key": notification_id})]

    def of_episode(self, episode_id: UUID) -> Sequence[Notification]:
        """See the port."""
        return self._read(_OF_EPISODE, episode=episode_id)

    def lock_waiting_untrusted(self, episode_id: UUID) -> Sequence[Notification]:
        """See the port."""
        return self._read(_LOCK_UNTRUSTED, episode=episode_id)

    def lock_waiting(self, episode_id: UUID) -> Sequence[Notification]:
        """See the port."""
        return self._read(_LOCK_WAITING, episode=episode_id)

    def untrusted_slots_taken(self, since: datetime) -> int:
        """See the port."""
        return int(self._connection.execute(_SLOTS_TAKEN, {"since": since}).scalar_one())

    def next_due_at(self) -> datetime | None:
        """See the port."""
        due: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one_or_none()
        return due

    def _read(self, statement: Any, **values: Any) -> list[Notification]:
        return [notification_from_row(row) for row in self._connection.execute(statement, values)]
