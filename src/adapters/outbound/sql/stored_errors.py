"""All stored errors, one part after the other, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select

from adapters.outbound.sql.bulk import BulkUpdate
from adapters.outbound.sql.mapping.errors import error_from_row, error_to_row
from adapters.outbound.sql.mapping.json_text import to_text
from adapters.outbound.sql.mapping.patterns import pattern_from_row
from adapters.outbound.sql.operation_reader import first_id
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import ERROR_IS_ALIVE, ERROR_LOGS, ERROR_PATTERNS
from application.ports.stored_errors import Stretch
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern

_ERROR = ERROR_LOGS.c
_COUNT = select(func.count()).select_from(ERROR_LOGS)
_HAS_CONTENTS = or_(_ERROR.stack_trace.is_not(None), _ERROR.context != to_text({}))
_WITH_CONTENTS = select(_ERROR.id).where(_HAS_CONTENTS).order_by(_ERROR.id)
_LOCK_WITH_CONTENTS = (
    select(ERROR_LOGS)
    .where(_ERROR.id.in_(any_of("ids")), _HAS_CONTENTS)
    .order_by(_ERROR.id)
    .with_for_update(skip_locked=True)
)
_NEWEST = (
    select(_ERROR.id)
    .where(_ERROR.pattern_id == bindparam("pattern"), ERROR_IS_ALIVE)
    .order_by(_ERROR.id.desc())
    .limit(bindparam("count"))
)
_PATTERNS = select(ERROR_PATTERNS).where(ERROR_PATTERNS.c.id.in_(any_of("ids")))
_SAVE_CONTENTS = BulkUpdate(ERROR_LOGS)
_APART = timedelta(minutes=1)
"""How far an id's time and the time of receipt may lie from each other: one clock gives both."""


class SqlStoredErrors:
    """`StoredErrors`: walks the primary key, whose order is that of receipt."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, wanted: Stretch) -> int:
        """See the port."""
        return int(self._connection.execute(_COUNT.where(*_conditions(wanted))).scalar_one())

    def after(self, last: UUID | None, wanted: Stretch, *, limit: int) -> Sequence[ErrorLog]:
        """See the port."""
        conditions = [*_conditions(wanted), *([] if last is None else [_ERROR.id > last])]
        statement = select(ERROR_LOGS).where(*conditions).order_by(_ERROR.id).limit(limit)
        return [error_from_row(row) for row in self._connection.execute(statement)]

    def patterns(self, pattern_ids: Iterable[UUID]) -> Mapping[UUID, ErrorPattern]:
        """See the port."""
        wanted = padded(pattern_ids)
        rows = self._connection.execute(_PATTERNS, {"ids": wanted}) if wanted else ()
        return {row.id: pattern_from_row(row) for row in rows}

    def with_contents(self, last: UUID | None, *, limit: int) -> Sequence[UUID]:
        """See the port."""
        statement = _WITH_CONTENTS if last is None else _WITH_CONTENTS.where(_ERROR.id > last)
        return self._connection.execute(statement.limit(limit)).scalars().all()

    def lock_with_contents(self, ids: Sequence[UUID]) -> Sequence[ErrorLog]:
        """See the port."""
        rows = self._connection.execute(_LOCK_WITH_CONTENTS, {"ids": padded(ids)})
        return [error_from_row(row) for row in rows]

    def newest(self, pattern_ids: Iterable[UUID], *, count: int) -> set[UUID]:
        """See the port."""
        found: set[UUID] = set()
        for pattern_id in pattern_ids:
            found.update(self._connection.execute(_NEWEST, {"pattern": pattern_id, "count": count}).scalars())
        return found

    def save_contents(self, errors: Sequence[ErrorLog]) -> None:
        """See the port."""
        rows = [error_to_row(error) for error in errors]
        names = ("stack_trace", "context", "marks")
        _SAVE_CONTENTS.run(
            self._connection, [{"key": row["id"], **{name: row[name] for name in names}} for row in rows]
        )


def _conditions(wanted: Stretch) -> list[ColumnElement[bool]]:
    conditions: list[Any] = []
    if wanted.since is not None:
        conditions += [_ERROR.id >= first_id(wanted.since - _APART), _ERROR.received_at >= wanted.since]
    if wanted.until is not None:
        conditions += [_ERROR.id < first_id(wanted.until + _APART), _ERROR.received_at < wanted.until]
    if wanted.service is not None:
        conditions.append(_ERROR.service == wanted.service)
    return conditions
