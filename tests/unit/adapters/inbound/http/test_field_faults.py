"""A refusal names the field that is at fault, however deep it lies, and what is wrong with it."""

from typing import Any

import pytest

from adapters.inbound.http.field_faults import field_faults
from domain.access import Scope
from tests.support.site import API, Site

NO_ZONE = "has no zone: say Z or an offset, as 2026-12-01T12:00:00Z or 2026-12-01T13:00:00+01:00"
ROTATION = {"name": "X", "time_zone": "UTC", "hand_over_weekday": "monday", "starts_on": "2126-01-07"}
SILENCE = {"service": "java", "reason": "x"}


@pytest.mark.parametrize(
    ("method", "path", "body", "field", "problem"),
    [
        ("POST", "on-call/rotations/", {**ROTATION, "members": ["x"]}, "members[0]", "Not a valid UUID."),
        (
            "PUT", "escalation-chains/services/x/", {"steps": [{"oncall": True}]}, "steps[0].oncall", "Unknown field.",
        ),
        (
            "POST", "developers/", {"name": "X", "preferences": {"channels": {"critical": ["fax"]}}},
            "preferences.channels.critical[0]", "Must be one of: email, slack, sms, webhook.",
        ),
        (
            "POST", "developers/", {"name": "X", "preferences": {"channels": {"awful": []}}},
            "preferences.channels.awful", "Must be one of: critical, high, medium, low, info.",
        ),
        (
            "POST", "developers/", {"name": "X", "preferences": {"quiet_hours": {"from": "9", "until": "10:00"}}},
            "preferences.quiet_hours.from", "is not a time to the minute, as 09:00",
        ),
        (
            "POST", "developers/", {"name": "X", "preferences": {"channels": {"low": ["sms"]}}},
            "preferences", "name sms for low: text messages are for critical only",
        ),
        ("POST", "silences/", {**SILENCE, "until": "2126-12-01T12:00:00"}, "until", NO_ZONE),
    ],
)  # fmt: skip
def test_the_field_and_the_reason_are_told(
    shared_site: Site, method: str, path: str, body: dict[str, Any], field: str, problem: str
) -> None:
    token = shared_site.token(Scope.ADMIN)

    answer = shared_site.client.open(f"{API}/{path}", method=method, json=body, headers=token)

    assert answer.status_code == 422
    assert [(fault["field"], fault["problem"]) for fault in answer.json["errors"]] == [(field, problem)]


def test_a_body_full_of_faults_is_not_answered_with_all_of_them() -> None:
    many = {"messages": {"json": {"members": {number: ["Not a valid UUID."] for number in range(50_000)}}}}

    assert len(field_faults(many)) == 100


def test_a_name_that_was_made_up_is_cut_in_the_path_of_each_fault_below_it() -> None:
    below = {number: ["Not a valid UUID."] for number in range(100)}
    faults = field_faults({"messages": {"json": {"channels": {"k\x1b" + "y" * 900_000: below}}}})

    assert len(faults) == 100
    assert faults[7].field == "channels.k\\x1b" + "y" * 74 + "…[7]"


def test_a_name_that_was_made_up_is_cut_where_it_is_a_fault_itself(shared_site: Site) -> None:
    answer = shared_site.client.post(
        f"{API}/developers/", json={"x" * 9_000: 1}, headers=shared_site.token(Scope.ADMIN)
    )

    assert answer.status_code == 422
    assert max(len(fault["field"]) for fault in answer.json["errors"]) == 80
