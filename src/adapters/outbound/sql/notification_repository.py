"""The outbox and its attempts, in SQL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from adapters.outbound.sql.dialects import Upsert
from adapters.outbound.sql.due_notifications import (
    CLAIM_ORDER,
    COUNT_DUE,
    LOCK_DUE,
    LOCK_DUE_TO_OTHERS,
    NEXT_DUE,
    NEXT_DUE_IN,
    NEXT_DUE_TO_OTHERS,
)
from adapters.outbound.sql.mapping.notifications import (
    attempt_from_row,
    attempt_to_row,
    notification_changes_to_row,
    notification_from_row,
    notification_to_row,
)
from adapters.outbound.sql.operation_reader import first_id
from adapters.outbound.sql.rows import any_of, padded, write
from adapters.outbound.sql.tables import ERROR_NOTIFICATIONS, NOTIFICATION_ATTEMPTS
from domain.delivery import Attempt, Channel
from domain.notification import Notification, NotificationKind, NotificationState

_NOTICE = ERROR_NOTIFICATIONS.c
_ATTEMPT = NOTIFICATION_ATTEMPTS.c
_ADD = insert(ERROR_NOTIFICATIONS)
_SAVE = update(ERROR_NOTIFICATIONS).where(_NOTICE.id == bindparam("key"))
_GET = select(ERROR_NOTIFICATIONS).where(_NOTICE.id == bindparam("key"))
_LOCK = _GET.with_for_update()
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
# A digest tells of more than the episode that it is filed under.
_LOCK_NOTICES = _LOCK_OF_EPISODE.where(_NOTICE.kind == NotificationKind.NOTICE.value)
_LOCK_UNTRUSTED = _LOCK_NOTICES.where(
    ~_NOTICE.trusted, _NOTICE.state.in_((NotificationState.PENDING.value, NotificationState.HELD.value))
)
_LOCK_WAITING = _LOCK_NOTICES.where(
    _NOTICE.state.in_((NotificationState.PENDING.value, NotificationState.FAILED.value))
)
_SLOTS_TAKEN = select(func.count()).where(
    ~_NOTICE.trusted, _NOTICE.sent_from >= bindparam("since"), _NOTICE.kind == NotificationKind.NOTICE.value
)
_SENT_SINCE = select(func.count()).where(
    _NOTICE.channel == bindparam("channel"),
    _NOTICE.created_at >= bindparam("since"),
    _NOTICE.state.not_in((NotificationState.SUPPRESSED.value, NotificationState.HELD.value)),
)
_LOCK_POLL_DUE = (
    select(ERROR_NOTIFICATIONS)
    .where(_NOTICE.poll_at <= bindparam("at"))
    .order_by(_NOTICE.poll_at)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
_NEXT_POLL = select(_NOTICE.poll_at).where(_NOTICE.poll_at.is_not(None)).order_by(_NOTICE.poll_at).limit(1)
_CLAIM_FURTHER = (
    select(ERROR_NOTIFICATIONS)
    .where(_NOTICE.further_at <= bindparam("at"))
    .order_by(_NOTICE.further_at)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
_NEXT_FURTHER = select(_NOTICE.further_at).where(_NOTICE.further_at.is_not(None)).order_by(_NOTICE.further_at).limit(1)
_ADD_ONCE = Upsert(
    lambda start: start(ERROR_NOTIFICATIONS).on_conflict_do_nothing(index_elements=["id"]).returning(_NOTICE.id)
)
_TO_BE_SENT = (NotificationState.PENDING.value, NotificationState.FAILED.value, NotificationState.SENDING.value)
_LOCK_LOST = (
    select(ERROR_NOTIFICATIONS)
    .where(
        _NOTICE.id >= bindparam("first_id"),
        _NOTICE.next_attempt_at.is_(None),
        _NOTICE.state.in_(_TO_BE_SENT),
        or_(_NOTICE.lease_until.is_(None), _NOTICE.lease_until <= bindparam("at")),
    )
    .order_by(_NOTICE.id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
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

    def lock_due(
        self, channel: Channel, *, now: datetime, limit: int, without: Collection[str] = ()
    ) -> Sequence[Notification]:
        """See the port."""
        values: dict[str, Any] = {"channel": channel.value, "at": now} | _others(without)
        statement = LOCK_DUE_TO_OTHERS if without else LOCK_DUE
        found: list[Notification] = []
        for trusted, rank in CLAIM_ORDER:
            if len(found) < limit:
                found += self._read(statement, **values, trusted=trusted, severity=rank, count=limit - len(found))
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

    def claim_further(self, *, now: datetime, limit: int) -> Sequence[Notification]:
        """See the port."""
        return self._read(_CLAIM_FURTHER, at=now, count=limit)

    def next_further_at(self) -> datetime | None:
        """See the port."""
        return self._scalar(_NEXT_FURTHER, {})

    def next_due_at(self, channel: Channel | None = None, *, without: Collection[str] = ()) -> datetime | None:
        """See the port."""
        if channel is None:
            return self._scalar(NEXT_DUE, {})
        statement = NEXT_DUE_TO_OTHERS if without else NEXT_DUE_IN
        return self._scalar(statement, {"channel": channel.value} | _others(without))

    def lock_poll_due(self, *, now: datetime, limit: int) -> Sequence[Notification]:
        """See the port."""
        return self._read(_LOCK_POLL_DUE, at=now, count=limit)

    def next_poll_at(self) -> datetime | None:
        """See the port."""
        return self._scalar(_NEXT_POLL, {})

    def add_once(self, notification: Notification) -> bool:
        """See the port."""
        row = notification_to_row(notification)
        return self._connection.execute(_ADD_ONCE.on(self._connection), row).first() is not None

    def lock_lost(self, *, since: datetime, now: datetime, limit: int) -> Sequence[Notification]:
        """See the port."""
        return self._read(_LOCK_LOST, first_id=first_id(since), at=now, count=limit)

    def count_due(self, now: datetime) -> int:
        """See the port."""
        return int(self._connection.execute(COUNT_DUE, {"at": now}).scalar_one())

    def sent_since(self, channel: Channel, since: datetime) -> int:
        """See the port."""
        values = {"channel": channel.value, "since": since}
        return int(self._connection.execute(_SENT_SINCE, values).scalar_one())

    def _scalar(self, statement: Any, values: dict[str, Any]) -> datetime | None:
        moment: datetime | None = self._connection.execute(statement, values).scalar_one_or_none()
        return moment

    def _read(self, statement: Any, **values: Any) -> list[Notification]:
        return [notification_from_row(row) for row in self._connection.execute(statement, values)]


def _others(without: Collection[str]) -> dict[str, Any]:
    return {"without": padded(without)} if without else {}
