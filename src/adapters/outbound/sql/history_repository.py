"""History, in SQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from adapters.outbound.sql.mapping.history import entry_from_row, entry_to_row
from adapters.outbound.sql.rows import write
from adapters.outbound.sql.tables import HISTORY
from domain.history import HistoryEntry

# `inline`: nobody asks for the numbers that the database gives.
_ADD = insert(HISTORY).inline()
_OF = select(HISTORY).where(HISTORY.c.subject_id == bindparam("subject")).order_by(HISTORY.c.at, HISTORY.c.id)
_LATEST = select(HISTORY).order_by(HISTORY.c.at.desc(), HISTORY.c.id.desc()).limit(1)


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

    def latest(
        self,
        subject_id: UUID,
        action: str,
        *,
        until: datetime | None = None,
        reason: str | None = None,
        after: str | None = None,
    ) -> HistoryEntry | None:
        """See the port."""
        found = _LATEST.where(HISTORY.c.subject_id == subject_id, HISTORY.c.action == action)
        if until is not None:
            found = found.where(HISTORY.c.at <= until)
        if reason is not None:
            found = found.where(HISTORY.c.reason == reason)
        if after is not None:
            found = found.where(HISTORY.c.after == after)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else entry_from_row(row)
