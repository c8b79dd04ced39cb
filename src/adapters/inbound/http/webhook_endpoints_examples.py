"""Webhook endpoints, as the API's documentation shows them."""

from typing import Any

_TEMPLATE: dict[str, object] = {"text": "{{title}} {{link}}", "severity": "{{severity}}", "errors": "{{count}}"}
NEW: dict[str, Any] = {
    "name": "Team chat",
    "url": "https://chat.example.org/hooks/Zx81",
    "template": _TEMPLATE,
    "services": ["laravel", "java"],
    "min_severity": "high",
    "active": True,
}
ENDPOINT: dict[str, Any] = {
    "id": "019dba00-1111-7222-8333-444455556677",
    "name": "Team chat",
    "url": "https://chat.example.org/…",
    "services": ["java", "laravel"],
    "min_severity": "high",
    "active": True,
    "inactive_because": None,
    "previous_until": None,
    "created_at": "2026-11-02T08:30:00+00:00",
}
DETAIL: dict[str, Any] = {**ENDPOINT, "template": _TEMPLATE}
WITH_SECRET: dict[str, Any] = {**DETAIL, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="}
LIST: dict[str, Any] = {"count": 1, "next": None, "previous": None, "results": [ENDPOINT]}
CHANGES: dict[str, Any] = {"services": ["java"], "min_severity": "critical"}
CHANGED: dict[str, Any] = {**DETAIL, **CHANGES}
ROTATE: dict[str, Any] = {"overlap_h": 48}
ROTATED: dict[str, Any] = {**WITH_SECRET, "previous_until": "2026-11-25T12:00:00+00:00"}
TRIED: dict[str, Any] = {"outcome": "accepted", "answer": "200 OK: ok"}
