"""Errors, as the API's documentation shows them."""

from collections.abc import Mapping

_ID = "019dba00-aaaa-7222-8333-444455556666"
_EPISODE = "019dba00-bbbb-7222-8333-444455556666"
_PATTERN = "73c6a2f0-5a0c-5d0e-9b1a-2f4d8c6b7a90"
_ERROR: Mapping[str, object] = {
    "id": _ID,
    "service": "laravel",
    "severity": "critical",
    "status": "open",
    "environment": "production",
    "error_type": "DatabaseError",
    "message": "Connection failed",
    "endpoint": "/api/orders",
    "status_code": 500,
    "release": "2.4.0",
    "user_id": "4711",
    "pattern": _PATTERN,
    "episode": _EPISODE,
    "assigned_to": None,
    "received_at": "2026-11-23T12:00:00+00:00",
    "occurred_at": "2026-11-23T11:59:58+00:00",
    "resolved_at": None,
}
PAGE: Mapping[str, object] = {
    "count": 131,
    "next": "/api/error-logging/errors/?service=laravel&cursor=bwGdugCqqnIigzNEREVVVWZm",
    "previous": None,
    "results": [_ERROR],
}
DETAIL: Mapping[str, object] = {
    **_ERROR,
    "stack_trace": "#0 /srv/app/Repositories/OrderRepository.php(88): PDO->__construct()",
    "context": {"database": "mysql", "attempt": 3},
    "session_id": None,
    "url": "https://shop.example.org/api/orders",
    "user_agent": "GuzzleHttp/7",
    "event_id": "0198c0de-0000-7000-8000-000000000000",
    "marks": [],
    "trusted": True,
    "placement": "new_pattern",
    "expires_at": "2027-02-21T12:00:00+00:00",
    "owner_name": None,
    "pattern_details": {
        "id": _PATTERN,
        "title": "DatabaseError: Connection failed",
        "culprit": "OrderRepository in all",
        "status": "active",
        "severity": "critical",
        "occurrences": 131,
        "users_affected": 17,
        "episodes": 1,
        "first_seen": "2026-11-23T12:00:00+00:00",
        "last_seen": "2026-11-23T12:04:11+00:00",
        "first_release": "2.4.0",
        "last_release": "2.4.0",
    },
    "episode_details": {
        "id": _EPISODE,
        "severity": "critical",
        "opened_at": "2026-11-23T12:00:00+00:00",
        "closed_at": None,
        "owner": None,
        "level": 0,
        "acknowledged_at": None,
        "acknowledged_until": None,
        "escalates_at": "2026-11-23T12:15:00+00:00",
        "errors": 131,
        "open_errors": 131,
    },
    "history": [
        {
            "subject": "episode",
            "at": "2026-11-23T12:00:00+00:00",
            "actor": "system",
            "action": "opened",
            "reason": "new_pattern",
            "before": None,
            "after": None,
            "inputs": {"error": _ID},
        }
    ],
}
