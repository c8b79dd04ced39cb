"""The audit log, in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from adapters.outbound.sql.tables import AUDIT_LOG, INSTALLATION
from application.ports.audit_log import EVERYTHING, AuditFilter, ChainEnd
from domain.audit import GENESIS, AuditEntry

_ENTRY = AUDIT_LOG.c
_LOCK_LAST = select(INSTALLATION.c.audit_hash).with_for_update()
_SET_LAST = update(INSTALLATION).values(audit_hash=bindparam("hash"))
_ADD = insert(AUDIT_LOG).inline()
# One statement, and so one moment: in two, somebody else's entry could come in between.
_END = select(INSTALLATION.c.audit_hash, select(func.max(_ENTRY.id)).scalar_subquery().label("number"))


class SqlAuditLog:
    """`AuditLog`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted: list[AuditEntry] = []

    def note(self, entry: AuditEntry) -> None:
        """See the port."""
        self._noted.append(entry)

    def write(self) -> None:
        """Write what was noted; the last statements of a transaction, since they lock the end of the chain."""
        if not self._noted:
            return
        last = self._connection.execute(_LOCK_LAST).scalar_one_or_none() or GENESIS
        for entry in self._noted:
            last = entry.chained(last)
            self._connection.execute(_ADD, _to_row(entry, last))
        self._connection.execute(_SET_LAST, {"hash": last})
        self._noted.clear()

    def page(
        self,
        wanted: AuditFilter = EVERYTHING,
        *,
        limit: int,
        before: int | None = None,
        after: int | None = None,
    ) -> Sequence[tuple[int, AuditEntry, bytes]]:
        """See the port."""
        order = _ENTRY.id.desc() if after is None else _ENTRY.id
        place = [] if before is None else [_ENTRY.id < before]
        place += [] if after is None else [_ENTRY.id > after]
        statement = select(AUDIT_LOG).where(*_conditions(wanted), *place).order_by(order).limit(limit)
        rows = [(row.id, _from_row(row), bytes(row.hash)) for row in self._connection.execute(statement)]
        return rows if after is None else rows[::-1]

    def count(self, wanted: AuditFilter, *, at_most: int) -> int:
        """See the port."""
        found = select(_ENTRY.id).where(*_conditions(wanted)).limit(at_most).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def end(self) -> ChainEnd:
        """See the port."""
        row = self._connection.execute(_END).one()
        return ChainEnd(row.number or 0, None if row.audit_hash is None else bytes(row.audit_hash))


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    columns = {_ENTRY.actor: wanted.actor, _ENTRY.action: wanted.action, _ENTRY.subject: wanted.subject}
    return [column == value for column, value in columns.items() if value is not None]


def _to_row(entry: AuditEntry, chained: bytes) -> dict[str, Any]:
    return {
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "detail": to_text(dict(entry.detail)),
        "hash": chained,
    }


def _from_row(row: Row[Any]) -> AuditEntry:
    return AuditEntry(at=row.at, actor=row.actor, action=row.action, subject=row.subject, detail=from_text(row.detail))
