"""Developers, as the API's documentation shows them."""

from typing import Any

NEW: dict[str, object] = {
    "name": "Anna",
    "email": "anna@example.org",
    "services": ["laravel", "java"],
    "min_severity": "medium",
    "active": True,
    "phone": "+491711234567",
    "slack_id": "U012AB3CD",
    "time_zone": "Europe/Berlin",
    "preferences": {
        "channels": {"critical": ["sms", "email"], "high": ["email"]},
        "minimum": "medium",
        "quiet_hours": {"from": "22:00", "until": "07:00"},
        "working_hours": {"days": [1, 2, 3, 4, 5], "from": "09:00", "until": "17:00"},
    },
}
DEVELOPER: dict[str, Any] = {
    "id": "019dba00-1111-7222-8333-444455556666",
    **NEW,
    "services": ["java", "laravel"],
    "on_call": False,
    "on_call_from": None,
    "on_call_until": None,
    "on_call_now": False,
    "created_at": "2026-11-02T08:30:00+00:00",
    "last_assigned_at": "2026-11-23T11:58:12.250000+00:00",
}
DETAIL: dict[str, object] = {**DEVELOPER, "open_episodes": 3}
CHANGES: dict[str, object] = {"services": ["java"], "min_severity": "high"}
CHANGED: dict[str, object] = {**DETAIL, **CHANGES}
PAGE: dict[str, object] = {"count": 1, "next": None, "previous": None, "results": [DEVELOPER]}
ON_CALL: dict[str, object] = {"on_call": True, "until": "2027-11-30T08:00:00+00:00"}
ON_CALL_SET: dict[str, object] = {
    **DETAIL,
    "on_call": True,
    "on_call_until": "2027-11-30T08:00:00+00:00",
    "on_call_now": True,
}
WORKLOAD: dict[str, object] = {
    "at": "2026-11-23T12:00:00+00:00",
    "developers": [
        {
            "id": DEVELOPER["id"],
            "name": "Anna",
            "active": True,
            "on_call_now": False,
            "open_episodes": 3,
            "open_errors": {"critical": 12, "high": 240, "medium": 3, "low": 0, "info": 0, "total": 255},
            "oldest_episode_at": "2026-11-22T23:10:00+00:00",
            "oldest_episode_age_s": 46_200,
        }
    ],
    "unowned": {
        "open_episodes": 0,
        "open_errors": {"critical": 0, "high": 0, "medium": 0, "low": 0, "info": 0, "total": 0},
        "oldest_episode_at": None,
        "oldest_episode_age_s": None,
    },
}
