"""Errors as they are written, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    update,
)

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.listed_select import ListedSelect
from adapters.outbound.sql.mapping.errors import error_changes_to_row, error_from_row, error_to_row
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.search_index import SqlSearchIndex
from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_IS_OPEN, ERROR_LOGS, ERROR_OVERRIDES
from application.ports.error_repository import CarryPlace
from domain.episode import Episode
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity
from domain.severity_counts import SeverityCounts

_ERROR = ERROR_LOGS.c
_KNOWN = select(_ERROR.id).where(_ERROR.id.in_(any_of("ids")))
_ADD = BulkInsert(ERROR_LOGS)
_GET = select(ERROR_LOGS).where(_ERROR.id == bindparam("key"))
_SAVE = update(ERROR_LOGS).where(_ERROR.id == bindparam("key"))


def _earliest(episode: ColumnElement[UUID]) -> list[Label[datetime]]:
    """Of an episode, by severity: a look at the start of its part of the index, where GROUP BY would read all of it."""
    return [
        select(func.min(_ERROR.received_at))
        .where(_ERROR.episode_id == episode, _ERROR.severity == literal_column(str(severity.rank)), ERROR_IS_OPEN)
        .correlate(ERROR_EPISODES)
        .label(severity.value)
        for severity in Severity
    ]


_EARLIEST = select(*_earliest(bindparam("episode", type_=_ERROR.episode_id.type)))
_EARLIEST_OF = ListedSelect(
    select(ERROR_EPISODES.c.id, *_earliest(ERROR_EPISODES.c.id)).where(ERROR_EPISODES.c.id.in_(any_of("ids"))), "ids"
)
_COUNT = (
    select(_ERROR.severity, func.count())
    .where(_ERROR.episode_id == bindparam("episode"), ERROR_IS_OPEN)
    .group_by(_ERROR.severity)
)
_MERGING = ListedSelect(
    select(ERROR_EPISODES.c.id, ERROR_EPISODES.c.merged_into).where(
        ~ERROR_EPISODES.c.carried, ERROR_EPISODES.c.merged_into.in_(any_of("ids"))
    ),
    "ids",
)
_APART = ERROR_OVERRIDES.c
_OTHERS = (
    select(_ERROR.id, _ERROR.severity, _ERROR.received_at)
    .where(
        _ERROR.episode_id == bindparam("episode"),
        _ERROR.assigned_to.is_distinct_from(bindparam("owner")),
        ERROR_IS_OPEN,
        ~select(_APART.error_id).where(_APART.error_id == _ERROR.id).correlate(ERROR_LOGS).exists(),
        tuple_(_ERROR.severity, _ERROR.received_at)
        >= tuple_(
            bindparam("severity", type_=_ERROR.severity.type), bindparam("received_at", type_=_ERROR.received_at.type)
        ),
    )
    .order_by(_ERROR.severity, _ERROR.received_at)
    .limit(bindparam("count"))
)
_START = CarryPlace(min(severity.rank for severity in Severity), datetime.fromtimestamp(0, UTC))
_OVERRIDDEN = select(_APART.error_id).where(_APART.error_id == bindparam("key"))
_KEEP_APART = insert(ERROR_OVERRIDES)
_JOIN_AGAIN = delete(ERROR_OVERRIDES).where(_APART.error_id == bindparam("key"))
_STILL_OPEN = (
    select(_ERROR.id).where(_ERROR.episode_id == bindparam("episode"), ERROR_IS_OPEN).limit(bindparam("count"))
)
# By ids that were read before: where a subquery gives them, PostgreSQL may read the whole table for a batch.
_CHANGE_THESE = update(ERROR_LOGS).where(_ERROR.id.in_(any_of("ids")))
_GIVE_OWNER = _CHANGE_THESE.values(assigned_to=bindparam("owner"), status=bindparam("status_given"))
_GIVE_END = _CHANGE_THESE.values(
    status=bindparam("status_given"),
    resolved_at=bindparam("resolved"),
    assigned_to=func.coalesce(_ERROR.assigned_to, bindparam("owner", type_=_ERROR.assigned_to.type)),
    expires_at=func.coalesce(bindparam("expires", type_=_ERROR.expires_at.type), _ERROR.expires_at),
)
_MOVE_OPEN = _CHANGE_THESE.values(episode_id=bindparam("to"))


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
        # The episode may not be stored yet.
        found = (self._connection.execute(_EARLIEST, {"episode": each}).one() for each in self._joined([episode_id]))
        return _by_severity(found)

    def earliest_open_of(self, episode_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[Severity, datetime]]:
        """See the port."""
        joined = self._joined(episode_ids)
        found: dict[UUID, list[Sequence[datetime | None]]] = {each: [] for each in joined.values()}
        for episode_id, *moments in _EARLIEST_OF.rows(self._connection, joined):
            found[joined[episode_id]].append(moments)
        return {each: _by_severity(moments) for each, moments in found.items()}

    def count_open(self, episode_id: UUID) -> SeverityCounts:
        """See the port."""
        counts = SeverityCounts()
        for each in self._joined([episode_id]):
            for rank, count in self._connection.execute(_COUNT, {"episode": each}):
                counts = counts.plus(Severity.from_rank(rank), count)
        return counts

    def give_owner(
        self, episode_id: UUID, owner_id: UUID | None, *, limit: int, begin: CarryPlace | None = None
    ) -> tuple[int, CarryPlace | None]:
        """See the port."""
        status = ErrorStatus.OPEN if owner_id is None else ErrorStatus.ASSIGNED
        place = (begin or _START)._asdict()
        wanted = {"episode": episode_id, "owner": owner_id, "count": limit, **place}
        found = self._connection.execute(_OTHERS, wanted).all()
        if not found:
            return 0, begin
        given = {"owner": owner_id, "status_given": status.value}
        self._connection.execute(_GIVE_OWNER, {"ids": padded(row.id for row in found), **given})
        return len(found), CarryPlace(found[-1].severity, found[-1].received_at)

    def give_end(
        self,
        episode: Episode,
        status: ErrorStatus,
        *,
        resolved_at: datetime | None,
        expires_at: datetime | None,
        limit: int,
    ) -> int:
        """See the port."""
        values = {
            "owner": episode.owner_id,
            "status_given": status.value,
            "resolved": resolved_at,
            "expires": expires_at,
        }
        return self._change(_STILL_OPEN, {"episode": episode.id, "count": limit}, _GIVE_END, values)

    def move_open(self, episode_id: UUID, to_id: UUID, *, limit: int) -> int:
        """See the port."""
        return self._change(_STILL_OPEN, {"episode": episode_id, "count": limit}, _MOVE_OPEN, {"to": to_id})

    def hide(self, error: ErrorLog) -> None:
        """See the port."""
        self._search.remove([error])

    def show(self, error: ErrorLog) -> None:
        """See the port."""
        self._search.add([error])

    def erase(self, error: ErrorLog) -> None:
        """See the port."""
        row = error_to_row(error)
        self._connection.execute(_SAVE, {"key": row.pop("id"), **row})

    def is_kept_apart(self, error_id: UUID) -> bool:
        """See the port."""
        return self._connection.execute(_OVERRIDDEN, {"key": error_id}).one_or_none() is not None

    def _change(self, which: Any, found: dict[str, Any], change: Any, values: dict[str, Any]) -> int:
        ids = self._connection.execute(which, found).scalars().all()
        if ids:
            self._connection.execute(change, {"ids": padded(ids), **values})
        return len(ids)

    def _joined(self, episode_ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
        """The episodes, and those whose open errors still wait to join one of them, each with the one it counts for."""
        wanted = list(episode_ids)
        merging = {row.id: row.merged_into for row in _MERGING.rows(self._connection, wanted)}
        return {each: each for each in wanted} | merging

    def keep_apart(self, error_id: UUID) -> None:
        """See the port."""
        if not self.is_kept_apart(error_id):
            self._connection.execute(_KEEP_APART, {"error_id": error_id})

    def join_again(self, error_id: UUID) -> None:
        """See the port."""
        self._connection.execute(_JOIN_AGAIN, {"key": error_id})


def _by_severity(rows: Iterable[Sequence[datetime | None]]) -> Mapping[Severity, datetime]:
    """The earliest of each column, which is a severity's."""
    earliest: dict[Severity, datetime] = {}
    for moments in rows:
        for severity, at in zip(Severity, moments, strict=True):
            if at is not None:
                earliest[severity] = min(at, earliest.get(severity, at))
    return earliest
