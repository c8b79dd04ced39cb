"""Who asks for a change, and how it is kept in the history and the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.audit import AuditEntry
from domain.display_text import safe_line
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.history import HistoryEntry, SubjectKind

LONGEST_NOTE = 500

BY_HAND = "by_hand"


class Scope(StrEnum):
    """How much is changed."""

    ERROR = "error"
    """This error alone."""
    PATTERN = "pattern"
    """All errors that are alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`actor` is the name of the token or person that asks; `note` says why, in their own words."""

    actor: str
    note: str | None = None

    @property
    def said(self) -> str | None:
        """The note as it is kept: one harmless line, None where nothing was said."""
        return safe_line(self.note or "", LONGEST_NOTE) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDone:
    """What came of it: `changed` is false where it was so already. `scope` is how much was changed."""

    error_id: UUID
    changed: bool
    scope: Scope = Scope.ERROR


_DONE = {
    ErrorAction.RESOLVE: "resolved",
    ErrorAction.IGNORE: "ignored",
    ErrorAction.REOPEN: "reopened",
    ErrorAction.DELETE: "deleted",
    ErrorAction.RESTORE: "restored",
    ErrorAction.CHANGE_SEVERITY: "severity_changed",
    ErrorAction.ASSIGN: "assigned",
}


def error_entry(before: ErrorLog, after: ErrorLog, change: ErrorChange, act: Act, *, at: datetime) -> HistoryEntry:
    """What was done to one error: from what, to what."""
    was, became = _told(before, change.action), _told(after, change.action)
    return HistoryEntry(
        subject_kind=SubjectKind.ERROR,
        subject_id=after.id,
        at=at,
        action=_DONE[change.action],
        reason=BY_HAND,
        actor=act.actor,
        before=was,
        after=became,
        inputs={"scope": Scope.ERROR.value, "error": str(after.id), "note": act.said},
    )


def pattern_entry(
    before: ErrorPattern,
    after: ErrorPattern,
    action: str,
    act: Act,
    *,
    at: datetime,
    inputs: Mapping[str, str | int | None],
) -> HistoryEntry:
    """What was decided about a pattern."""
    return HistoryEntry(
        subject_kind=SubjectKind.PATTERN,
        subject_id=after.id,
        at=at,
        action=action,
        reason=BY_HAND,
        actor=act.actor,
        before=before.status,
        after=after.status,
        inputs={**inputs, "note": act.said},
    )


def audited(action: str, error_id: UUID, act: Act, *, at: datetime, **detail: str | int | bool | None) -> AuditEntry:
    """The same for the audit log; the note stays in the history."""
    return AuditEntry(at=at, actor=act.actor, action=f"error.{action}", subject=str(error_id), detail=detail)


def _told(error: ErrorLog, action: ErrorAction) -> str | None:
    if action is ErrorAction.CHANGE_SEVERITY:
        return error.severity.value
    if action is ErrorAction.ASSIGN:
        return None if error.assigned_to is None else str(error.assigned_to)
    return error.status.value if error.deleted_at is None else "deleted"
