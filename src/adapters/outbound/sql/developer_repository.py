"""Developers, in SQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, select, update

from adapters.outbound.sql.mapping.people import developer_from_row, developer_to_row
from adapters.outbound.sql.tables import DEVELOPER_ASSIGNMENTS, ERROR_EPISODES
from domain.assignment import Candidate
from domain.developer import Developer

_DEVELOPER = DEVELOPER_ASSIGNMENTS.c
_ADD = insert(DEVELOPER_ASSIGNMENTS)
_SAVE = update(DEVELOPER_ASSIGNMENTS).where(_DEVELOPER.id == bindparam("key"))
_GET = select(DEVELOPER_ASSIGNMENTS).where(_DEVELOPER.id == bindparam("key"))
_LOCK = _GET.with_for_update()
_PRESENT = select(DEVELOPER_ASSIGNMENTS).where(_DEVELOPER.removed_at.is_(None))
_ALL = _PRESENT.order_by(_DEVELOPER.name, _DEVELOPER.id)
_LOCK_ACTIVE = _PRESENT.where(_DEVELOPER.active).order_by(_DEVELOPER.id).with_for_update()
_OPEN_OF = (
    select(func.count())
    .select_from(ERROR_EPISODES)
    .where(ERROR_EPISODES.c.closed_at.is_(None), ERROR_EPISODES.c.owner_id == bindparam("key"))
)
_LOADS = (
    select(ERROR_EPISODES.c.owner_id, func.count().label("open_episodes"))
    .where(ERROR_EPISODES.c.closed_at.is_(None), ERROR_EPISODES.c.owner_id.is_not(None))
    .group_by(ERROR_EPISODES.c.owner_id)
)


class SqlDeveloperRepository:
    """`DeveloperRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, developer: Developer) -> None:
        """See the port."""
        self._connection.execute(_ADD, developer_to_row(developer))

    def save(self, developer: Developer) -> None:
        """See the port."""
        row = developer_to_row(developer)
        self._connection.execute(_SAVE, {"key": row.pop("id"), **row})

    def get(self, developer_id: UUID) -> Developer | None:
        """See the port."""
        row = self._connection.execute(_GET, {"key": developer_id}).one_or_none()
        return None if row is None else developer_from_row(row)

    def lock(self, developer_id: UUID) -> Developer | None:
        """See the port."""
        row = self._connection.execute(_LOCK, {"key": developer_id}).one_or_none()
        return None if row is None else developer_from_row(row)

    def all(self) -> Sequence[Developer]:
        """See the port."""
        return [developer_from_row(row) for row in self._connection.execute(_ALL)]

    def open_episodes_of(self, developer_id: UUID) -> int:
        """See the port."""
        return int(self._connection.execute(_OPEN_OF, {"key": developer_id}).scalar_one())

    def lock_candidates(self) -> Sequence[Candidate]:
        """See the port."""
        developers = [developer_from_row(row) for row in self._connection.execute(_LOCK_ACTIVE)]
        # Counted only under the locks, so that what the one before us assigned is in.
        loads = {row.owner_id: row.open_episodes for row in self._connection.execute(_LOADS)}
        return [Candidate(developer, loads.get(developer.id, 0)) for developer in developers]
