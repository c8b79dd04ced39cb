"""How and when developers want to be told, over the API."""

import pytest

from domain.access import Scope
from tests.support.site import API, Site

DEVELOPERS = f"{API}/developers/"
WISHES = {
    "channels": {"critical": ["sms", "email"], "low": []},
    "minimum": "low",
    "quiet_hours": {"from": "22:00", "until": "07:00"},
    "working_hours": {"days": [1, 5], "from": "09:00", "until": "17:30"},
}
REACHED = {"phone": "+491711234567", "slack_id": "U012AB3CD", "time_zone": "Europe/Berlin", "preferences": WISHES}


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    return site.token(Scope.STAFF)


@pytest.fixture
def anna(site: Site, staff: dict[str, str]) -> str:
    """Her path."""
    answer = site.client.post(DEVELOPERS, json={"name": "Anna", **REACHED}, headers=staff)
    assert answer.status_code == 201, answer.json
    return answer.headers["Location"]


def test_what_somebody_wishes_is_shown_as_it_was_said(site: Site, staff: dict[str, str], anna: str) -> None:
    shown = site.client.get(anna, headers=staff).json

    assert shown is not None
    assert {field: shown[field] for field in REACHED} == REACHED
    listed = site.client.get(DEVELOPERS, headers=staff).json
    assert listed is not None
    assert listed["results"][0]["preferences"] == WISHES


def test_wishes_are_replaced_whole_and_what_is_null_is_taken_back(site: Site, staff: dict[str, str], anna: str) -> None:
    changed = site.client.patch(anna, json={"preferences": {"minimum": "high"}, "phone": None}, headers=staff).json

    assert changed is not None
    assert changed["preferences"] == {"channels": {}, "minimum": "high", "quiet_hours": None, "working_hours": None}
    assert (changed["phone"], changed["slack_id"]) == (None, "U012AB3CD")
    again = site.client.patch(anna, json={"preferences": None, "time_zone": None}, headers=staff).json
    assert again is not None
    assert (again["preferences"]["minimum"], again["time_zone"]) == ("info", None)


def test_who_saw_other_wishes_changes_nothing(site: Site, staff: dict[str, str], anna: str) -> None:
    seen = site.client.get(anna, headers=staff).headers["ETag"]
    site.client.patch(anna, json={"preferences": {"minimum": "high"}}, headers=staff)

    late = site.client.patch(anna, json={"phone": None}, headers={**staff, "If-Match": seen})

    assert late.status_code == 412


def test_the_audit_log_keeps_no_phone(site: Site, staff: dict[str, str], anna: str) -> None:
    site.client.patch(anna, json={"phone": "+4917199999999", "preferences": None}, headers=staff)

    log = site.client.get(f"{API}/audit/", headers=site.token(Scope.ADMIN)).json

    assert log is not None
    [entry] = [entry for entry in log["results"] if entry["action"] == "developer.update"]
    assert entry["detail"] == {"phone": "changed", "preferences": "changed"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "0171 1234567"},
        {"slack_id": "@anna"},
        {"time_zone": "Berlin"},
        {"time_zone": "../../etc/passwd"},
        {"preferences": {"channels": {"critical": ["webhook"]}}},
        {"preferences": {"channels": {"high": ["sms"]}}},
        {"preferences": {"channels": {"critical": ["email", "email"]}}},
        {"preferences": {"channels": {"awful": ["email"]}}},
        {"preferences": {"quiet_hours": {"from": "22:00"}}},
        {"preferences": {"quiet_hours": {"from": "22:00", "until": "22:00"}}},
        {"preferences": {"quiet_hours": {"from": "25:00", "until": "07:00"}}},
        {"preferences": {"working_hours": {"days": [], "from": "09:00", "until": "17:00"}}},
        {"preferences": {"working_hours": {"days": [8], "from": "09:00", "until": "17:00"}}},
        {"preferences": {"minimun": "high"}},
    ],
)
def test_what_nobody_can_wish_is_refused(
    site: Site, staff: dict[str, str], anna: str, wrong: dict[str, object]
) -> None:
    assert site.client.patch(anna, json=wrong, headers=staff).status_code == 422
