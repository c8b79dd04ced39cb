"""Developers, as staff keep them."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.access import Scope
from tests.support.builders import a_developer, an_episode
from tests.support.site import API, Site

DEVELOPERS = f"{API}/developers/"
ANNA = {"name": "Anna", "email": "anna@example.org", "services": ["java"], "min_severity": "high"}


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    """A token of staff."""
    return site.token(Scope.STAFF)


def add(site: Site, token: dict[str, str], **said: Any) -> Any:
    answer = site.client.post(DEVELOPERS, json={**ANNA, **said}, headers=token)
    assert answer.status_code == 201, answer.json
    return answer.json


def ask(site: Site, method: str, path: str, token: dict[str, str], body: Any = None, **headers: str) -> TestResponse:
    said = {} if body is None else {"json": body}
    return site.client.open(path, method=method, headers={**token, **headers}, **said)


def faults(answer: TestResponse) -> list[str]:
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json"), answer.json
    return sorted(fault["field"] for fault in answer.json["errors"])


def test_a_developer_is_made_and_shown(site: Site, staff: dict[str, str]) -> None:
    answer = ask(site, "POST", DEVELOPERS, staff, ANNA)

    shown = site.client.get(answer.headers["Location"], headers=staff)
    assert (answer.status_code, shown.status_code) == (201, 200)
    assert (
        shown.json
        == answer.json
        == {
            **ANNA,
            "id": answer.json["id"],
            "active": True,
            "phone": None,
            "slack_id": None,
            "time_zone": None,
            "preferences": {"channels": {}, "minimum": "info", "quiet_hours": None, "working_hours": None},
            "on_call": False,
            "on_call_from": None,
            "on_call_until": None,
            "on_call_now": False,
            "created_at": answer.json["created_at"],
            "last_assigned_at": None,
            "open_episodes": 0,
        }
    )


def test_a_name_is_enough(site: Site, staff: dict[str, str]) -> None:
    made = ask(site, "POST", DEVELOPERS, staff, {"name": "Ben"}).json

    assert (made["email"], made["services"], made["min_severity"], made["active"]) == (None, ["*"], "info", True)


def test_every_faulty_field_is_named(site: Site, staff: dict[str, str]) -> None:
    wrong = {"name": "\x1b", "email": "anna", "services": [" "], "min_severity": "awful", "active": "x", "age": 3}

    assert faults(ask(site, "POST", DEVELOPERS, staff, wrong)) == sorted(wrong)
    made = add(site, staff)
    assert faults(ask(site, "PATCH", f"{DEVELOPERS}{made['id']}/", staff, wrong)) == sorted(wrong)


@pytest.mark.parametrize("field", ["name", "services", "min_severity", "active"])
def test_only_the_address_can_be_taken_away(site: Site, staff: dict[str, str], field: str) -> None:
    path = f"{DEVELOPERS}{add(site, staff)['id']}/"

    assert faults(ask(site, "PATCH", path, staff, {field: None})) == [field]
    assert ask(site, "PATCH", path, staff, {"email": None}).json["email"] is None


def test_what_is_left_out_stays(site: Site, staff: dict[str, str]) -> None:
    made = add(site, staff)

    changed = ask(site, "PATCH", f"{DEVELOPERS}{made['id']}/", staff, {"services": ["php", "*"], "active": False})

    assert changed.json == made | {"services": ["*", "php"], "active": False}
    assert ask(site, "PATCH", f"{DEVELOPERS}{made['id']}/", staff, {}).json == changed.json


def test_an_address_belongs_to_one(site: Site, staff: dict[str, str]) -> None:
    add(site, staff)
    other = add(site, staff, name="Ben", email="ben@example.org")

    taken = ask(site, "PATCH", f"{DEVELOPERS}{other['id']}/", staff, {"email": ANNA["email"]})

    assert ask(site, "POST", DEVELOPERS, staff, ANNA).status_code == 409
    assert (taken.status_code, taken.json["code"]) == (409, "conflict")


def test_lists_are_by_name_and_narrowed(site: Site, staff: dict[str, str]) -> None:
    for name, services, active in (("Zoe", ["java"], True), ("Ada", ["*"], True), ("Ben", ["php"], False)):
        add(site, staff, name=name, email=None, services=services, active=active)

    def names(query: str) -> list[str]:
        page = site.client.get(f"{DEVELOPERS}{query}", headers=staff).json
        assert page["count"] == len(page["results"])
        return [one["name"] for one in page["results"]]

    assert names("") == ["Ada", "Ben", "Zoe"]
    assert names("?active=true") == ["Ada", "Zoe"]
    assert names("?service=java") == ["Ada", "Zoe"]
    assert names("?service=php&active=false") == ["Ben"]
    assert names("?on_call=true") == []


def test_pages_are_walked_there_and_back(site: Site, staff: dict[str, str]) -> None:
    for number in range(5):
        add(site, staff, name=f"dev {number // 2}", email=None)
    everybody = site.client.get(DEVELOPERS, headers=staff).json["results"]
    first = site.client.get(f"{DEVELOPERS}?limit=2&active=true", headers=staff).json
    assert first["previous"] is None

    second = site.client.get(first["next"], headers=staff).json
    third = site.client.get(second["next"], headers=staff).json

    assert third["next"] is None
    assert [*first["results"], *second["results"], *third["results"]] == everybody
    assert site.client.get(third["previous"], headers=staff).json == second
    assert site.client.get(second["previous"], headers=staff).json["results"] == first["results"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=201", "limit"), ("cursor=x", "cursor"), ("cursor=W10", "cursor"),
     ("cursor=W3RydWUsIkEiLCJ4Il0", "cursor"), ("active=perhaps", "active"), ("name=Ada", "name")],
)  # fmt: skip
def test_a_query_that_does_not_fit_is_refused(site: Site, staff: dict[str, str], query: str, field: str) -> None:
    assert faults(site.client.get(f"{DEVELOPERS}?{query}", headers=staff)) == [field]


def test_somebody_is_on_call_between_two_moments(site: Site, staff: dict[str, str]) -> None:
    path = f"{DEVELOPERS}{add(site, staff)['id']}/on-call/"

    now = ask(site, "POST", path, staff, {"on_call": True, "until": "2126-01-01T00:00:00Z"}).json
    later = ask(site, "POST", path, staff, {"on_call": True, "from": "2126-01-01T02:00:00+02:00"}).json
    off = ask(site, "POST", path, staff, {"on_call": False}).json

    assert (now["on_call_now"], now["on_call_until"]) == (True, "2126-01-01T00:00:00+00:00")
    assert (later["on_call"], later["on_call_now"], later["on_call_until"]) == (True, False, None)
    assert later["on_call_from"] == "2126-01-01T00:00:00+00:00"
    assert (off["on_call"], off["on_call_from"], off["on_call_now"]) == (False, None, False)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["on_call"]),
        ({"on_call": True, "until": "2020-01-01T00:00:00Z"}, ["until"]),
        ({"on_call": True, "from": "2126-01-02T00:00:00Z", "until": "2126-01-02T00:00:00Z"}, ["until"]),
        ({"on_call": True, "from": "2126-01-02T00:00:00"}, ["from"]),
        ({"on_call": True, "from": "0001-01-01T00:00:00+14:00"}, ["from"]),
        ({"on_call": True, "until": "9999-12-31T23:00:00-12:00"}, ["until"]),
        ({"on_call": False, "from": "2126-01-02T00:00:00Z", "until": "2126-01-03T00:00:00Z"}, ["from", "until"]),
        ({"on_call": True, "since": 3}, ["since"]),
    ],
)
def test_times_that_cannot_be_are_named(
    site: Site, staff: dict[str, str], body: dict[str, Any], fields: list[str]
) -> None:
    path = f"{DEVELOPERS}{add(site, staff)['id']}/on-call/"

    assert faults(ask(site, "POST", path, staff, body)) == fields


def test_who_is_not_active_is_not_put_on_call(site: Site, staff: dict[str, str]) -> None:
    made = add(site, staff, active=False)

    assert ask(site, "POST", f"{DEVELOPERS}{made['id']}/on-call/", staff, {"on_call": True}).status_code == 422


def test_whoever_owns_open_episodes_is_removed_only_on_demand(site: Site, staff: dict[str, str]) -> None:
    made = add(site, staff)
    path = f"{DEVELOPERS}{made['id']}/"
    with site.store.writing() as work:
        [ada] = work.developers.all()
        work.episodes.add([an_episode(owner_id=ada.id), an_episode(owner_id=ada.id)])
        work.commit()
    assert site.client.get(path, headers=staff).json["open_episodes"] == 2

    refused = ask(site, "DELETE", path, staff)

    assert (refused.status_code, "2 open episodes" in refused.json["detail"]) == (409, True)
    assert ask(site, "DELETE", f"{path}?open_episodes=reassign", staff).status_code == 204
    assert ask(site, "GET", path, staff).status_code == ask(site, "DELETE", path, staff).status_code == 404
    assert faults(ask(site, "DELETE", f"{path}?open_episodes=keep", staff)) == ["open_episodes"]


def test_who_was_removed_is_nowhere_and_the_address_is_free(site: Site, staff: dict[str, str]) -> None:
    path = f"{DEVELOPERS}{add(site, staff)['id']}/"

    assert ask(site, "DELETE", path, staff).status_code == 204

    assert site.client.get(DEVELOPERS, headers=staff).json["count"] == 0
    assert ask(site, "PATCH", path, staff, {"name": "B"}).status_code == 404
    assert ask(site, "POST", f"{path}on-call/", staff, {"on_call": True}).status_code == 404
    add(site, staff)


def test_two_editors_notice_each_other(site: Site, staff: dict[str, str]) -> None:
    path = f"{DEVELOPERS}{add(site, staff)['id']}/"
    seen = ask(site, "GET", path, staff).headers["ETag"]
    assert ask(site, "PATCH", path, staff, {"name": "Bea"}, **{"If-Match": seen}).status_code == 200

    changes: list[tuple[str, str, Any]] = [
        ("PATCH", "", {"name": "C"}), ("POST", "on-call/", {"on_call": True}), ("DELETE", "", None)
    ]  # fmt: skip
    for method, at, body in changes:
        stale = ask(site, method, f"{path}{at}", staff, body, **{"If-Match": seen})
        assert (stale.status_code, stale.json["code"]) == (412, "stale_version")

    fresh = ask(site, "GET", path, staff)
    assert (fresh.json["name"], fresh.json["on_call"]) == ("Bea", False)
    assert ask(site, "GET", path, staff, **{"If-None-Match": fresh.headers["ETag"]}).status_code == 304
    assert ask(site, "DELETE", path, staff, **{"If-Match": fresh.headers["ETag"]}).status_code == 204


def test_the_workload_tells_who_has_how_much(site: Site, staff: dict[str, str]) -> None:
    ada, ben = a_developer("Ada", on_call=True), a_developer("Ben", active=False)
    with site.store.writing() as work:
        for developer in (ada, ben):
            work.developers.add(developer)
        work.episodes.add([an_episode(owner_id=ada.id, opened_at=work.now() - timedelta(hours=2)), an_episode()])
        work.commit()

    answer = site.client.get(f"{DEVELOPERS}workload/", headers=staff)

    [shown] = answer.json["developers"]
    assert (shown["id"], shown["name"], shown["on_call_now"], shown["open_episodes"]) == (str(ada.id), "Ada", True, 1)
    assert 7200 <= shown["oldest_episode_age_s"] < 7300
    assert shown["open_errors"] == {"critical": 0, "high": 0, "medium": 0, "low": 0, "info": 0, "total": 0}
    assert answer.json["unowned"]["open_episodes"] == 1
    assert site.client.get(f"{DEVELOPERS}workload/", headers=staff).headers["X-Cache"] == "hit"


def test_what_staff_did_is_shown_to_administrators(site: Site, staff: dict[str, str]) -> None:
    made = add(site, staff)
    ask(site, "PATCH", f"{DEVELOPERS}{made['id']}/", staff, {"name": "Bea", "min_severity": "low"})
    ask(site, "POST", f"{DEVELOPERS}{made['id']}/on-call/", staff, {"on_call": True})
    ask(site, "DELETE", f"{DEVELOPERS}{made['id']}/", staff)
    admin = site.token(Scope.ADMIN)

    page = site.client.get(f"{API}/audit/?actor=tests&limit=3&subject={made['id']}", headers=admin).json

    assert [entry["action"] for entry in page["results"]] == [
        "developer.remove", "developer.on_call", "developer.update"
    ]  # fmt: skip
    assert page["results"][2]["detail"] == {"name": "changed", "min_severity": "low"}
    rest = site.client.get(page["next"], headers=admin).json
    assert [entry["action"] for entry in rest["results"]] == ["developer.create"]
    assert site.client.get(rest["previous"], headers=admin).json["results"] == page["results"]
    assert (page["count"], page["previous"], rest["next"]) == (4, None, None)


@pytest.mark.parametrize("query", ["cursor=W3RydWUsLTFd", "cursor=W3RydWUsMV0x", "limit=999", "who=me", "actor="])
def test_a_question_to_the_audit_log_that_does_not_fit(site: Site, query: str) -> None:
    assert len(faults(site.client.get(f"{API}/audit/?{query}", headers=site.token(Scope.ADMIN)))) == 1


def test_the_audit_log_is_for_administrators(site: Site, staff: dict[str, str]) -> None:
    assert site.client.get(f"{API}/audit/", headers=staff).status_code == 403
