"""What retention may remove, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, delete, func, or_, select, tuple_

from adapters.outbound.sql.mapping.errors import error_changes_to_row, error_from_row
from adapters.outbound.sql.operation_reader import first_id
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.search_index import SqlSearchIndex
from adapters.outbound.sql.tables import (
    ACKNOWLEDGE_LINKS,
    DECISION_COUNTERS,
    ERROR_LOGS,
    ERROR_NOTIFICATIONS,
    EVENT_KEYS,
    HISTORY,
    HOUR_COUNTERS,
    IDEMPOTENCY_KEYS,
    INTAKE_COUNTERS,
    JOB_RUNS,
    NEW_PATTERN_COUNTERS,
    SERVICE_COUNTERS,
)
from domain.error_log import ErrorLog
from domain.retention import RecordKind
from domain.statistics import Period

_ERROR, _NOTICE = ERROR_LOGS.c, ERROR_NOTIFICATIONS.c
_HAS_EXPIRED = _ERROR.expires_at <= bindparam("now")
_COUNT = select(func.count()).select_from(ERROR_LOGS).where(_HAS_EXPIRED)
_FIND = select(ERROR_LOGS).where(_HAS_EXPIRED).order_by(_ERROR.expires_at, _ERROR.id).limit(bindparam("count"))
# Of the first condition both databases see where in the index to begin.
_FIND_AFTER = _FIND.where(
    _ERROR.expires_at >= bindparam("last_at", type_=_ERROR.expires_at.type),
    or_(
        _ERROR.expires_at > bindparam("last_at", type_=_ERROR.expires_at.type),
        _ERROR.id > bindparam("last_id", type_=_ERROR.id.type),
    ),
)
_CHANGING = ("episode_id", "status", "assigned_to", "severity", "expires_at", "resolved_at", "deleted_at")
# The first columns of a row: what takes kilobytes is not read again.
_LOCK = (
    select(_ERROR.id, *(_ERROR[name] for name in _CHANGING))
    .where(_ERROR.id.in_(any_of("ids")))
    .order_by(_ERROR.id)
    .with_for_update(skip_locked=True)
)
_REMOVE = delete(ERROR_LOGS).where(_ERROR.id.in_(any_of("ids")))
_FORGET = delete(HISTORY).where(HISTORY.c.subject_id.in_(any_of("ids")))


def _removal(table: Table, by: Column[Any], *conditions: ColumnElement[bool]) -> Any:
    """Deletes the rows up to `before` by that column, by their primary key."""
    key = list(table.primary_key.columns)
    found = (
        select(*key).where(by <= bindparam("before"), *conditions).order_by(by).limit(bindparam("count"))
    ).with_for_update(skip_locked=True)
    which = key[0] if len(key) == 1 else tuple_(*key)
    return delete(table).where(which.in_(found))


_SETTLED = (_NOTICE.next_attempt_at.is_(None), _NOTICE.poll_at.is_(None))
_REMOVALS: Mapping[RecordKind, Any] = {
    RecordKind.NOTIFICATIONS: _removal(ERROR_NOTIFICATIONS, _NOTICE.id, *_SETTLED),
    RecordKind.ACKNOWLEDGE_LINKS: _removal(ACKNOWLEDGE_LINKS, ACKNOWLEDGE_LINKS.c.expires_at),
    RecordKind.EVENT_KEYS: _removal(EVENT_KEYS, EVENT_KEYS.c.expires_at),
    RecordKind.IDEMPOTENCY_KEYS: _removal(IDEMPOTENCY_KEYS, IDEMPOTENCY_KEYS.c.expires_at),
    RecordKind.MINUTES: _removal(
        SERVICE_COUNTERS, SERVICE_COUNTERS.c.starts_at, SERVICE_COUNTERS.c.period == Period.MINUTE.value
    ),
    RecordKind.HOURS: _removal(
        SERVICE_COUNTERS, SERVICE_COUNTERS.c.starts_at, SERVICE_COUNTERS.c.period == Period.HOUR.value
    ),
    RecordKind.PATTERN_HOURS: _removal(HOUR_COUNTERS, HOUR_COUNTERS.c.starts_at),
    RecordKind.NEW_PATTERN_HOURS: _removal(NEW_PATTERN_COUNTERS, NEW_PATTERN_COUNTERS.c.starts_at),
    RecordKind.DECISIONS: _removal(DECISION_COUNTERS, DECISION_COUNTERS.c.starts_at),
    RecordKind.INTAKE: _removal(INTAKE_COUNTERS, INTAKE_COUNTERS.c.starts_at),
    RecordKind.JOB_RUNS: _removal(JOB_RUNS, JOB_RUNS.c.id, JOB_RUNS.c.ended_at.is_not(None)),
}
_BY_ID = frozenset({RecordKind.NOTIFICATIONS, RecordKind.JOB_RUNS})
"""Their ids begin with their time, so that the oldest are the start of the primary key."""


class SqlExpiredRecords:
    """`ExpiredRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._search = SqlSearchIndex(connection)

    def count_errors(self, *, now: datetime) -> int:
        """See the port."""
        return int(self._connection.execute(_COUNT, {"now": now}).scalar_one())

    def errors(self, *, now: datetime, after: ErrorLog | None, limit: int) -> Sequence[ErrorLog]:
        """See the port."""
        values: dict[str, Any] = {"now": now, "count": limit}
        if after is None:
            rows = self._connection.execute(_FIND, values)
        else:
            place = {"last_at": after.expires_at, "last_id": after.id}
            rows = self._connection.execute(_FIND_AFTER, {**values, **place})
        return [error_from_row(row) for row in rows]

    def lock_unchanged(self, errors: Sequence[ErrorLog]) -> set[UUID]:
        """See the port."""
        ids = padded(error.id for error in errors)
        if not ids:
            return set()
        read = {error.id: error_changes_to_row(error) for error in errors}
        rows = self._connection.execute(_LOCK, {"ids": ids}).mappings()
        return {row["id"] for row in rows if all(row[name] == read[row["id"]][name] for name in _CHANGING)}

    def remove_errors(self, errors: Sequence[ErrorLog]) -> None:
        """See the port. What was deleted before is in the index no more."""
        ids = padded(error.id for error in errors)
        if not ids:
            return
        self._search.remove(error for error in errors if error.deleted_at is None)
        self._connection.execute(_FORGET, {"ids": ids})
        self._connection.execute(_REMOVE, {"ids": ids})

    def remove(self, kind: RecordKind, *, before: datetime, limit: int) -> int:
        """See the port."""
        place = first_id(before) if kind in _BY_ID else before
        return self._connection.execute(_REMOVALS[kind], {"before": place, "count": limit}).rowcount
