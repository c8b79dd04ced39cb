"""Patterns over the API."""

from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from domain.access import Scope
from tests.support.site import API, Site

UNKNOWN = UUID(int=7)


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    """A token of staff."""
    return site.token(Scope.STAFF)


def report(site: Site, token: dict[str, str], message: str, **said: Any) -> str:
    """The id of the pattern that it belongs to."""
    error = {"error_type": "TypeError", "message": message, "severity": "high", "service": "java", **said}
    return str(site.report("errors", error, headers=token).json["pattern"])


def get(site: Site, token: dict[str, str], path: str = "", **query: Any) -> TestResponse:
    return site.client.get(f"{API}/patterns/{path}", query_string=query, headers=token)


def titles(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [one["title"] for one in answer.json["results"]]


def test_patterns_are_found_by_words_and_sorted(site: Site, staff: dict[str, str]) -> None:
    for message, user in (("pool is empty", "1"), ("pool is empty", "2"), ("Überlauf of the pool", "1")):
        report(site, staff, message, user_id=user)

    assert titles(get(site, staff, q="pool")) == ["Überlauf of the pool", "pool is empty"]
    assert titles(get(site, staff, ordering="-users_affected")) == ["pool is empty", "Überlauf of the pool"]
    assert titles(get(site, staff, q="TypeError überlauf")) == ["Überlauf of the pool"]
    assert titles(get(site, staff, q="pool", service="php,react")) == []


@pytest.mark.parametrize("ordering", ["-last_seen", "first_seen", "-occurrences", "users_affected"])
def test_next_and_previous_lead_through_the_list(site: Site, staff: dict[str, str], ordering: str) -> None:
    for message in ("one", "two", "three"):
        report(site, staff, message)
    whole = titles(get(site, staff, ordering=ordering))

    first = get(site, staff, ordering=ordering, limit=2)
    second = site.client.get(first.json["next"], headers=staff)
    back = site.client.get(second.json["previous"], headers=staff)

    assert (titles(first) + titles(second), titles(back)) == (whole, titles(first))
    assert (first.json["count"], first.json["previous"], second.json["next"]) == (3, None, None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "open"}, "status"),
        ({"ordering": "title"}, "ordering"),
        ({"since": "yesterday"}, "since"),
        ({"sort": "title"}, "sort"),
        ({"q": "x" * 301}, "q"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "W3RydWUsIi1vY2N1cnJlbmNlcyIsMSwiYzA2N2Y1Y2ItN2FiNy01YzRhLWJiOTgtMzk1NGQ1Yzk3MDgwIl0"}, "cursor"),
    ],
)
def test_a_query_that_does_not_fit_is_refused(shared_site: Site, query: dict[str, str], field: str) -> None:
    answer = get(shared_site, shared_site.token(Scope.READ), **query)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"][0]["field"].split(".")[0] == field


def test_the_detail_shows_the_course_of_a_pattern(site: Site, staff: dict[str, str]) -> None:
    pattern = report(site, staff, "pool is empty", release="1.0", user_id="7")
    report(site, staff, "pool is empty", release="1.1", environment="staging")

    shown = get(site, staff, f"{pattern}/").json

    assert (shown["occurrences"], shown["users_affected"], shown["first_release"], shown["last_release"]) == (
        *(2, 1),
        *("1.0", "1.1"),
    )
    assert (len(shown["hours"]), shown["hours"][-1]) == (48, {"starts_at": "2026-11-23T12:00:00+00:00", "count": 2})
    assert (len(shown["days"]), shown["days"][-1]["count"], shown["days"][0]["count"]) == (30, 2, 0)
    assert shown["trend"]["trend"] == "new"
    assert (shown["trend"]["last_day"], shown["trend"]["silent_hours"]) == (2, 0)
    assert {place["environment"]: place["count"] for place in shown["places"]} == {"production": 1, "staging": 1}
    assert (shown["episode"]["open_errors"]["high"], shown["owner_name"]) == (2, None)


def test_a_merge_and_its_undoing(site: Site, staff: dict[str, str]) -> None:
    kept, merged = report(site, staff, "pool is empty"), report(site, staff, "no connection left")

    answer = site.client.post(f"{API}/patterns/{merged}/merge/", json={"into": kept}, headers=staff)

    assert (answer.status_code, answer.json["merged_into"], answer.json["episode"]) == (200, kept, None)
    assert report(site, staff, "no connection left") == kept
    shown = get(site, staff, f"{kept}/").json
    assert (shown["occurrences"], [one["id"] for one in shown["members"]]) == (3, [merged])
    assert shown["hours"][-1]["count"] == 3
    assert (titles(get(site, staff)), titles(get(site, staff, merged="true"))) == (
        ["pool is empty"],
        ["no connection left"],
    )
    answer = site.client.post(f"{API}/patterns/{merged}/unmerge/", headers=staff)
    assert (answer.status_code, answer.json["merged_into"], answer.json["occurrences"]) == (200, None, 1)
    assert report(site, staff, "no connection left") == merged


def test_episodes_of_a_pattern_and_of_what_was_merged_into_it(site: Site, staff: dict[str, str]) -> None:
    kept, merged = report(site, staff, "pool is empty"), report(site, staff, "no connection left")
    site.client.post(f"{API}/patterns/{merged}/merge/", json={"into": kept}, headers=staff)

    first = get(site, staff, f"{kept}/episodes/", limit=1)
    second = site.client.get(first.json["next"], headers=staff)

    assert (first.json["count"], second.json["next"]) == (2, None)
    found = [answer.json["results"][0] for answer in (first, second)]
    assert [(one["pattern"], one["closed_as"]) for one in found] == [(merged, "merged"), (kept, None)]
    assert found[0]["merged_into"] == found[1]["id"]


def test_who_saw_another_state_merges_nothing(site: Site, staff: dict[str, str]) -> None:
    kept, merged = report(site, staff, "pool is empty"), report(site, staff, "no connection left")
    seen = {"If-Match": get(site, staff, f"{merged}/").headers["ETag"], **staff}
    path = f"{API}/patterns/{merged}/"

    report(site, staff, "no connection left")
    assert site.client.post(f"{path}merge/", json={"into": kept}, headers=seen).status_code == 200
    assert site.client.post(f"{path}unmerge/", headers=seen).status_code == 412


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{UNKNOWN}/merge/", {"into": str(UNKNOWN)}, 404),
        (f"{UNKNOWN}/merge/", {"into": "x"}, 422),
        (f"{UNKNOWN}/merge/", {"into": str(UNKNOWN), "from": "x"}, 422),
        (f"{UNKNOWN}/unmerge/", None, 404),
    ],
)
def test_what_cannot_be_merged(shared_site: Site, path: str, body: object, status: int) -> None:
    staff = shared_site.token(Scope.STAFF)

    answer = shared_site.client.post(f"{API}/patterns/{path}", json=body, headers=staff)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize("path", [f"{UNKNOWN}/", f"{UNKNOWN}/episodes/"])
def test_an_unknown_pattern_is_not_there(shared_site: Site, path: str) -> None:
    assert get(shared_site, shared_site.token(Scope.READ), path).status_code == 404


def test_patterns_of_two_services_stay_two(site: Site, staff: dict[str, str]) -> None:
    one, other = report(site, staff, "pool is empty"), report(site, staff, "pool is empty", service="php")

    answer = site.client.post(f"{API}/patterns/{one}/merge/", json={"into": other}, headers=staff)

    assert (answer.status_code, answer.json["code"]) == (422, "rule_violation")
