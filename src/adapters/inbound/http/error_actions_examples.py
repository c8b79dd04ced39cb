"""What is done about errors, as the API's documentation shows it."""

from collections.abc import Mapping

_ID = "019dba00-aaaa-7222-8333-444455556666"
_ANNA = "019dba00-1111-7222-8333-444455556666"
_ERROR: dict[str, object] = {
    "id": _ID,
    "service": "laravel",
    "severity": "critical",
    "status": "assigned",
    "environment": "production",
    "error_type": "DatabaseError",
    "message": "Connection failed",
    "endpoint": "/api/orders",
    "status_code": 500,
    "release": "2.4.0",
    "user_id": None,
    "pattern": "73c6a2f0-5a0c-5d0e-9b1a-2f4d8c6b7a90",
    "episode": "019dba00-bbbb-7222-8333-444455556666",
    "assigned_to": _ANNA,
    "received_at": "2026-11-23T12:00:00+00:00",
    "occurred_at": "2026-11-23T11:59:58+00:00",
    "resolved_at": None,
}


def _done(action: str, scope: str = "error", **changes: object) -> Mapping[str, object]:
    return {"id": _ID, "action": action, "scope": scope, "changed": True, "error": {**_ERROR, **changes}}


_RESOLVED: dict[str, object] = {"status": "resolved", "resolved_at": "2026-11-23T14:10:00+00:00"}
RESOLVE: dict[str, object] = {"scope": "pattern", "release": "2.4.1", "note": "the pool is larger now"}
RESOLVED = _done("resolve", "pattern", **_RESOLVED)
IGNORE: dict[str, object] = {"scope": "pattern", "count": 1000, "note": "a crawler"}
IGNORED = _done("ignore", "pattern", status="ignored")
REOPEN: dict[str, object] = {"scope": "error", "note": "it is still there"}
REOPENED = _done("reopen", status="open", assigned_to=None)
EDIT: dict[str, object] = {"severity": "high", "assigned_to": _ANNA}
EDITED = _done("edit", severity="high")
DELETED: Mapping[str, object] = {**_done("delete"), "error": None}
RESTORE: dict[str, object] = {"note": "deleted by mistake"}
RESTORED = _done("restore")
ACKNOWLEDGE: dict[str, object] = {"note": "on it"}
ACKNOWLEDGED = _done("acknowledge", "pattern")
WITHDRAWN = _done("withdraw_acknowledgement", "pattern")
ASSIGN: dict[str, object] = {"developer": _ANNA, "scope": "error", "note": "knows the pool"}
ASSIGNED: Mapping[str, object] = {**_done("assign"), "assigned_to": _ANNA}
ESCALATE: dict[str, object] = {"to": _ANNA, "note": "customers cannot pay"}
ESCALATED: Mapping[str, object] = {**_done("escalate", "pattern"), "level": 1, "escalated_to": _ANNA}
