"""Silences over the API."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domain.access import Scope
from tests.support.site import API, Site

PATH = f"{API}/silences/"


def wanted(**said: object) -> dict[str, object]:
    until = datetime.now(UTC) + timedelta(hours=2)
    return {"service": "java", "reason": "moving house", "until": until.isoformat(), **said}


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    return site.token(Scope.STAFF)


def test_a_silence_is_made_listed_and_ended(site: Site, staff: dict[str, str]) -> None:
    made = site.client.post(PATH, json=wanted(severity="high"), headers=staff)

    assert made.status_code == 201
    assert made.json is not None
    listed = site.client.get(PATH, headers=staff).json
    assert listed is not None
    assert listed["results"] == [made.json]
    path = f"{PATH}{made.json['id']}/"
    assert [site.client.delete(path, headers=staff).status_code for _ in range(2)] == [204, 204]
    [ended] = site.client.get(PATH, headers=staff).json["results"]  # type: ignore[index]
    assert ended["until"] < made.json["until"]
    audit = site.client.get(f"{API}/audit/", headers=site.token(Scope.ADMIN)).json
    assert {"silence.create", "silence.end"} <= {entry["action"] for entry in audit["results"]}  # type: ignore[index]


@pytest.mark.parametrize(
    "said",
    [
        {"reason": ""},
        {"reason": "\u200b"},
        {"service": None},
        {"until": "2020-01-01T00:00:00Z"},
        {"until": "9999-12-31T23:59:59+00:00"},
        {"until": (datetime.now(UTC) + timedelta(days=31)).isoformat()},
        {"from": "2099-01-01T00:00:00Z"},
        {"pattern_id": str(uuid4())},
        {"severity": "awful"},
        {"severty": "high"},
        {"service": "\x00"},
    ],
)
def test_what_can_be_no_silence_is_refused(site: Site, staff: dict[str, str], said: dict[str, object]) -> None:
    assert site.client.post(PATH, json=wanted(**said), headers=staff).status_code == 422


def test_readers_silence_nobody(site: Site) -> None:
    reader = site.token(Scope.READ)

    assert site.client.get(PATH, headers=reader).status_code == 200
    assert site.client.post(PATH, json=wanted(), headers=reader).status_code == 403


def test_what_is_not_there_cannot_be_ended(site: Site, staff: dict[str, str]) -> None:
    assert site.client.delete(f"{PATH}{uuid4()}/", headers=staff).status_code == 404
