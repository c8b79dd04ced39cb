"""Patterns, as the API's documentation shows them."""

from typing import Any

_ID = "73c6a1f0-55b2-5c7e-9a41-0d2f64b8e913"
_OTHER = "9f2b77d4-1c3a-5e80-8a6d-6e1b5c4f2a07"
_EPISODE_ID = "019dba00-2222-7333-8444-555566667777"
_FIRST = "2026-11-20T07:12:03.118000+00:00"
_LAST = "2026-11-23T11:58:12.250000+00:00"

PATTERN: dict[str, Any] = {
    "id": _ID,
    "service": "java",
    "error_type": "SQLTimeoutException",
    "title": "Timeout after {n} ms in pool {name}",
    "culprit": "com.shop.orders.Pool in acquire",
    "status": "active",
    "severity": "high",
    "occurrences": 1204,
    "users_affected": 87,
    "episodes": 2,
    "first_seen": _FIRST,
    "last_seen": _LAST,
    "first_release": "2.4.0",
    "last_release": "2.4.1",
    "resolved_at": None,
    "resolved_in_release": None,
    "ignored_until": None,
    "ignored_until_count": None,
    "ignored_until_release": None,
    "merged_into": None,
}
PAGE: dict[str, Any] = {"count": 1, "next": None, "previous": None, "results": [PATTERN]}
EPISODE: dict[str, Any] = {
    "id": _EPISODE_ID,
    "pattern": _ID,
    "environment": "production",
    "severity": "high",
    "opened_at": "2026-11-23T09:40:00+00:00",
    "opened_because": "regressed",
    "closed_at": None,
    "closed_as": None,
    "merged_into": None,
    "owner": "019dba00-1111-7222-8333-444455556666",
    "assigned_at": "2026-11-23T09:40:02+00:00",
    "acknowledged_at": None,
    "acknowledged_until": None,
    "acknowledged_by": None,
    "level": 0,
    "deadline": "2026-11-23T13:40:00+00:00",
    "escalates_at": "2026-11-23T13:40:00+00:00",
    "first_error": "019dba00-3333-7444-8555-666677778888",
    "last_error": "019dba00-4444-7555-8666-777788889999",
    "last_error_at": _LAST,
    "errors": 412,
    "open_errors": {"critical": 0, "high": 398, "medium": 14, "low": 0, "info": 0},
}
EPISODES: dict[str, Any] = {"count": 1, "next": None, "previous": None, "results": [EPISODE]}
DETAIL: dict[str, Any] = {
    **PATTERN,
    "fingerprint": "5d41402abc4b2a76b9719d911017c592ae2f4d1c0b7e93d85f1a60c47b2e8d39",
    "rules": "v1",
    "trend": {
        "trend": "rising",
        "last_day": 640,
        "usual_day": 141.5,
        "last_hour": 61,
        "busy_hour": 44,
        "silent_hours": 0,
    },
    "hours": [{"starts_at": "2026-11-23T11:00:00+00:00", "count": 61}],
    "days": [{"starts_at": "2026-11-23T00:00:00+00:00", "count": 412}],
    "places": [{"environment": "production", "severity": "high", "count": 1190}],
    "episode": EPISODE,
    "owner_name": "Anna",
    "members": [],
    "history": [],
}
MERGE: dict[str, Any] = {"into": _OTHER}
MERGED: dict[str, Any] = {**DETAIL, "merged_into": _OTHER, "episode": None, "owner_name": None}
UNMERGED: dict[str, Any] = {**DETAIL, "episode": None, "owner_name": None}
