"""Answers about notifications, as the API's documentation shows them."""

SUMMARY: dict[str, object] = {
    "id": "019dbb00-9a10-7c3e-8f00-2d6f0b6f1c11",
    "state": "accepted",
    "reason": "new_pattern",
    "channel": "email",
    "recipient": "ada@example.org",
    "developer": "019dba00-1111-7222-8333-444455556666",
    "severity": "critical",
    "trusted": True,
    "error": "019dbaff-fe00-7b1a-8c00-9f2e1d3c4b5a",
    "pattern": "73c6a1e2-5b1f-5d0c-9a53-0e5f3f1f7a10",
    "episode": "019dbaff-fe00-7b1b-8c00-1a2b3c4d5e6f",
    "created_at": "2026-11-23T12:00:01.250000+00:00",
    "expires_at": "2026-11-24T12:00:01.250000+00:00",
    "next_attempt_at": None,
    "attempts": 1,
    "accepted_at": "2026-11-23T12:00:01.900000+00:00",
    "delivered_at": None,
    "read_at": None,
    "last_answer": "250 2.0.0 Ok: queued as 4F1C2",
    "death_reason": None,
}
PAGE: dict[str, object] = {"count": 1, "next": None, "previous": None, "results": [SUMMARY]}
DETAIL: dict[str, object] = {
    **SUMMARY,
    "developer_name": "Ada",
    "attempt_details": [
        {
            "number": 1,
            "worker": "host-1:4711",
            "started_at": "2026-11-23T12:00:01.400000+00:00",
            "ended_at": "2026-11-23T12:00:01.900000+00:00",
            "outcome": "accepted",
            "answer": "250 2.0.0 Ok: queued as 4F1C2",
        }
    ],
}
READ: dict[str, object] = {**DETAIL, "state": "read", "read_at": "2026-11-23T12:05:00+00:00"}
