"""What the audit log says of a change of a developer."""

from datetime import datetime

from domain.audit import AuditEntry
from domain.developer import Developer

_PERSONAL = ("name", "email", "phone", "slack_id", "preferences")
"""Only that they changed is kept: nothing can be taken out of the audit log again."""
_OTHERS = ("services", "min_severity", "active", "on_call", "on_call_from", "on_call_until", "time_zone")

Detail = dict[str, str | int | bool | None]


def audited(action: str, developer: Developer, *, actor: str, at: datetime, detail: Detail | None = None) -> AuditEntry:
    """The entry `developer.<action>`."""
    subject = str(developer.id)
    return AuditEntry(at=at, actor=actor, action=f"developer.{action}", subject=subject, detail=detail or {})


def changes(before: Developer, after: Developer) -> Detail:
    """The fields that differ, with what they are now."""
    changed = [field for field in (*_PERSONAL, *_OTHERS) if getattr(before, field) != getattr(after, field)]
    return {field: "changed" if field in _PERSONAL else _said(getattr(after, field)) for field in changed}


def _said(value: object) -> str | bool | None:
    match value:
        case None | bool():
            return value
        case datetime():
            return value.isoformat()
        case frozenset():
            return ", ".join(sorted(map(str, value)))
    return str(value)
