"""What the audit log says of a change of a webhook endpoint."""

from datetime import datetime

from domain.audit import AuditEntry
from domain.webhook_endpoint import WebhookEndpoint

_HIDDEN = ("url", "template")
"""Only that they changed is kept: paths hold secrets, and templates may."""
_SHOWN = ("name", "services", "min_severity", "active")

Detail = dict[str, str | int | bool | None]


def audited(
    action: str, endpoint: WebhookEndpoint, *, actor: str, at: datetime, detail: Detail | None = None
) -> AuditEntry:
    """The entry `webhook_endpoint.<action>`."""
    subject = str(endpoint.id)
    return AuditEntry(at=at, actor=actor, action=f"webhook_endpoint.{action}", subject=subject, detail=detail or {})


def described(endpoint: WebhookEndpoint) -> Detail:
    """What may be known of a new one."""
    return {"url": endpoint.shown_url, **{field: _said(getattr(endpoint, field)) for field in _SHOWN}}


def changes(before: WebhookEndpoint, after: WebhookEndpoint) -> Detail:
    """The fields that differ, with what they are now."""
    changed = [field for field in (*_HIDDEN, *_SHOWN) if getattr(before, field) != getattr(after, field)]
    return {field: "changed" if field in _HIDDEN else _said(getattr(after, field)) for field in changed}


def _said(value: object) -> str | int | bool | None:
    if isinstance(value, bool):
        return value
    return ", ".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)
