"""The audit log, in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from adapters.outbound.sql.tables import AUDIT_LOG, INSTALLATION
from domain.audit import GENESIS, AuditEntry

_ENTRY = AUDIT_LOG.c
_LAST = select(INSTALLATION.c.audit_hash)
_LOCK_LAST = _LAST.with_for_update()
_SET_LAST = update(INSTALLATION).values(audit_hash=bindparam("hash"))
_ADD = insert(AUDIT_LOG).inline()
_PAGE = select(AUDIT_LOG).order_by(_ENTRY.id.desc()).limit(bindparam("count"))
_PAGE_BEFORE = _PAGE.where(_ENTRY.id < bindparam("before"))


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

    def page(self, *, limit: int, before: int | None = None) -> Sequence[tuple[int, AuditEntry, bytes]]:
        """See the port."""
        if before is None:
            rows = self._connection.execute(_PAGE, {"count": limit})
        else:
            rows = self._connection.execute(_PAGE_BEFORE, {"count": limit, "before": before})
        return [(row.id, _from_row(row), bytes(row.hash)) for row in rows]

    def last_hash(self) -> bytes | None:
        """See the port."""
        found = self._connection.execute(_LAST).scalar_one_or_none()
        return None if found is None else bytes(found)


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
