"""Errors as they are written, in SQL."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ScalarSelect, bindparam, delete, func, insert, select, update

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.mapping.errors import error_changes_to_row, error_from_row, error_to_row
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.search_index import SqlSearchIndex
from adapters.outbound.sql.tables import ERROR_IS_OPEN, ERROR_LOGS, ERROR_OVERRIDES
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity
from domain.severity_counts import SeverityCounts

_ERROR = ERROR_LOGS.c
_KNOWN = select(_ERROR.id).where(_ERROR.id.in_(any_of("ids")))
_ADD = BulkInsert(ERROR_LOGS)
_GET = select(ERROR_LOGS).where(_ERROR.id == bindparam("key"))
_SAVE = update(ERROR_LOGS).where(_ERROR.id == bindparam("key"))


def _earliest(severity: Severity) -> ScalarSelect[datetime]:
    return (
        select(func.min(_ERROR.received_at))
        .where(_ERROR.episode_id == bindparam("episode"), _ERROR.severity == severity.rank, ERROR_IS_OPEN)
        .scalar_subquery()
    )


# A look at the start of each severity's part of the index, where GROUP BY would read all of it.
_EARLIEST = select(*(_earliest(severity).label(severity.value) for severity in Severity))
_COUNT = (
    select(_ERROR.severity, func.count())
    .where(_ERROR.episode_id == bindparam("episode"), ERROR_IS_OPEN)
    .group_by(_ERROR.severity)
)
_APART = ERROR_OVERRIDES.c
_OTHERS = (
    select(_ERROR.id)
    .where(
        _ERROR.episode_id == bindparam("episode"),
        _ERROR.assigned_to.is_distinct_from(bindparam("owner")),
        ERROR_IS_OPEN,
        ~select(_APART.error_id).where(_APART.error_id == _ERROR.id).correlate(ERROR_LOGS).exists(),
    )
    .limit(bindparam("count"))
)
_OVERRIDDEN = select(_APART.error_id).where(_APART.error_id == bindparam("key"))
_KEEP_APART = insert(ERROR_OVERRIDES)
_JOIN_AGAIN = delete(ERROR_OVERRIDES).where(_APART.error_id == bindparam("key"))
_GIVE_OWNER = (
    update(ERROR_LOGS)
    .where(_ERROR.id.in_(_OTHERS))
    .values(assigned_to=bindparam("owner"), status=ErrorStatus.ASSIGNED.value)
)


class SqlErrorRepository:
    """`ErrorRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._search = SqlSearchIndex(connection)

    def known(self, error_ids: Iterable[UUID]) -> set[UUID]:
        """See the port."""
        wanted = padded(error_ids)
        return set(self._connection.execute(_KNOWN, {"ids": wanted}).scalars()) if wanted else set()

    def add(self, errors: Iterable[ErrorLog]) -> None:
        """See the port."""
        added = list(errors)
        _ADD.run(self._connection, [error_to_row(error) for error in added])
        self._search.add(error for error in added if error.deleted_at is None)

    def get(self, error_id: UUID) -> ErrorLog | None:
        """See the port."""
        row = self._connection.execute(_GET, {"key": error_id}).one_or_none()
        return None if row is None else error_from_row(row)

    def save(self, error: ErrorLog) -> None:
        """See the port."""
        self._connection.execute(_SAVE, error_changes_to_row(error))

    def earliest_open(self, episode_id: UUID) -> Mapping[Severity, datetime]:
        """See the port."""
        row = self._connection.execute(_EARLIEST, {"episode": episode_id}).one()
        return {severity: at for severity, at in zip(Severity, row, strict=True) if at is not None}

    def count_open(self, episode_id: UUID) -> SeverityCounts:
        """See the port."""
        rows = self._connection.execute(_COUNT, {"episode": episode_id})
        return SeverityCounts(**{Severity.from_rank(rank).value: count for rank, count in rows})

    def give_owner(self, episode_id: UUID, owner_id: UUID, *, limit: int) -> int:
        """See the port."""
        values = {"episode": episode_id, "owner": owner_id, "count": limit}
        return self._connection.execute(_GIVE_OWNER, values).rowcount

    def keep_apart(self, error_id: UUID) -> None:
        """See the port."""
        if self._connection.execute(_OVERRIDDEN, {"key": error_id}).one_or_none() is None:
            self._connection.execute(_KEEP_APART, {"error_id": error_id})

    def join_again(self, error_id: UUID) -> None:
        """See the port."""
        self._connection.execute(_JOIN_AGAIN, {"key": error_id})
