"""History, in SQL."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from adapters.outbound.sql.mapping.history import entry_from_row, entry_to_row
from adapters.outbound.sql.rows import write
from adapters.outbound.sql.tables import HISTORY
from domain.history import HistoryEntry

# `inline`: nobody asks for the numbers that the database gives.
_ADD = insert(HISTORY).inline()
_OF = select(HISTORY).where(HISTORY.c.subject_id == bindparam("subject")).order_by(HISTORY.c.at, HISTORY.c.id)


class SqlHistoryRepository:
    """`HistoryRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entries: Iterable[HistoryEntry]) -> None:
        """See the port."""
        write(self._connection, _ADD, [entry_to_row(entry) for entry in entries])

    def of(self, subject_id: UUID) -> Sequence[HistoryEntry]:
        """See the port."""
        return [entry_from_row(row) for row in self._connection.execute(_OF, {"subject": subject_id})]
