"""Who is on call, as the API's documentation shows it."""

_ANNA, _BEN = "019dba00-1111-7222-8333-444455556666", "019dba00-2222-7222-8333-444455556666"
_BACKEND = {"id": "019dba00-3333-7222-8333-444455556666", "name": "Backend"}
_IS_ANNA, _IS_BEN = {"id": _ANNA, "name": "Anna"}, {"id": _BEN, "name": "Ben"}

NEW_ROTATION: dict[str, object] = {
    "name": "Backend",
    "services": ["java", "laravel"],
    "members": [_ANNA, _BEN],
    "time_zone": "Europe/Berlin",
    "hand_over_weekday": "monday",
    "hand_over_time": "09:00",
    "weeks": 1,
    "starts_on": "2026-11-23",
}
ROTATION: dict[str, object] = {
    **NEW_ROTATION,
    "id": _BACKEND["id"],
    "members": [{**_IS_ANNA, "active": True}, {**_IS_BEN, "active": True}],
    "created_at": "2026-11-20T12:00:00+00:00",
}
ROTATION_CHANGES: dict[str, object] = {"weeks": 2}
CHANGED_ROTATION: dict[str, object] = {**ROTATION, **ROTATION_CHANGES}
ROTATIONS: dict[str, object] = {"count": 1, "next": None, "previous": None, "results": [ROTATION]}

NEW_OVERRIDE: dict[str, object] = {
    "developer": _BEN,
    "from": "2027-11-24T18:00:00+01:00",
    "until": "2027-11-25T08:00:00+01:00",
}
OVERRIDE: dict[str, object] = {
    "id": "019dba00-4444-7222-8333-444455556666",
    "developer": {**_IS_BEN, "active": True},
    "from": "2027-11-24T17:00:00+00:00",
    "until": "2027-11-25T07:00:00+00:00",
    "created_by": "anna",
    "created_at": "2026-11-23T12:00:00+00:00",
}
OVERRIDES: dict[str, object] = {"count": 1, "next": None, "previous": None, "results": [OVERRIDE]}

NEW_TIME_OFF: dict[str, object] = {"until": "2027-12-01T00:00:00+01:00", "reason": "on holiday"}
TIME_OFF: dict[str, object] = {
    "id": "019dba00-5555-7222-8333-444455556666",
    "from": "2026-11-23T12:00:00+00:00",
    "until": "2027-11-30T23:00:00+00:00",
    "reason": "on holiday",
    "created_at": "2026-11-23T12:00:00+00:00",
}
ALL_TIME_OFF: dict[str, object] = {"count": 1, "next": None, "previous": None, "results": [TIME_OFF]}

ON_CALL: dict[str, object] = {
    "at": "2026-11-23T12:00:00+00:00",
    "service": "java",
    "on_call": [
        {
            "rotation": _BACKEND,
            "developer": _IS_ANNA,
            "why": "rotation",
            "instead_of": None,
            "from": "2026-11-23T08:00:00+00:00",
            "until": "2026-11-30T08:00:00+00:00",
            "next": {"developer": _IS_BEN, "from": "2026-11-30T08:00:00+00:00", "why": "rotation"},
        }
    ],
    "away": [],
}
SCHEDULE: dict[str, object] = {
    "from": "2026-11-20T12:00:00+00:00",
    "until": "2026-11-30T08:00:00+00:00",
    "service": "java",
    "shifts": [
        {
            "rotation": _BACKEND,
            "developer": None,
            "why": "not_started",
            "instead_of": None,
            "from": "2026-11-20T12:00:00+00:00",
            "until": "2026-11-23T08:00:00+00:00",
        },
        {
            "rotation": _BACKEND,
            "developer": _IS_ANNA,
            "why": "rotation",
            "instead_of": None,
            "from": "2026-11-23T08:00:00+00:00",
            "until": "2026-11-30T08:00:00+00:00",
        },
    ],
    "gaps": [{"service": "java", "from": "2026-11-20T12:00:00+00:00", "until": "2026-11-23T08:00:00+00:00"}],
}
