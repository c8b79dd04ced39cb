"""History."""

from typing import Any

from sqlalchemy import Row

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from domain.history import HistoryEntry, SubjectKind


def entry_to_row(entry: HistoryEntry) -> dict[str, Any]:
    """Every column but the number, which the database gives."""
    return {
        "subject_kind": entry.subject_kind.value,
        "subject_id": entry.subject_id,
        "at": entry.at,
        "action": entry.action,
        "reason": entry.reason,
        "actor": entry.actor,
        "before": entry.before,
        "after": entry.after,
        "inputs": to_text(entry.inputs),
    }


def entry_from_row(row: Row[Any]) -> HistoryEntry:
    """The entry as it was stored."""
    return HistoryEntry(
        subject_kind=SubjectKind(row.subject_kind),
        subject_id=row.subject_id,
        at=row.at,
        action=row.action,
        reason=row.reason,
        actor=row.actor,
        before=row.before,
        after=row.after,
        inputs=from_text(row.inputs),
    )
