"""Reading errors, for tokens that may."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.access import Scope
from tests.support.site import API, Site

ERROR = {"error_type": "TypeError", "message": "x", "severity": "high"}


@pytest.fixture(scope="module")
def reader(shared_site: Site) -> dict[str, str]:
    """A token that may read."""
    return shared_site.token(Scope.READ)


@pytest.fixture(scope="module", autouse=True)
def _errors(shared_site: Site) -> None:
    """Seven errors of java, and one of react that differs in everything."""
    for number in range(7):
        shared_site.report("java", {**ERROR, "message": f"number {number}"})
    shared_site.report(
        "frontend",
        {
            "service": "react",
            "errorType": "RangeError",
            "message": "y",
            "severity": "low",
            "environment": "staging",
            "endpoint": "/cart",
            "userId": "u1",
            "release": "1.0",
        },
    )


def listed(site: Site, path: str, reader: dict[str, str]) -> tuple[Sequence[str], Any]:
    """The messages of a page, and the page."""
    answer = site.client.get(path, headers=reader)
    assert answer.status_code == 200, answer.text
    return [error["message"] for error in answer.json["results"]], answer.json


def test_a_list_is_read_forwards_and_back(shared_site: Site, reader: dict[str, str]) -> None:
    first, page = listed(shared_site, f"{API}/errors/?service=java&limit=3", reader)
    second, after = listed(shared_site, page["next"], reader)
    again, _ = listed(shared_site, after["previous"], reader)

    assert first == again == ["number 6", "number 5", "number 4"]
    assert second == ["number 3", "number 2", "number 1"]
    assert (page["count"], page["previous"]) == (7, None)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 8),
        ("?service=java,react", 8),
        ("?service=react", 1),
        ("?service=nobody", 0),
        ("?severity=low", 1),
        ("?severity=low,high&service=java", 7),
        ("?environment=staging", 1),
        ("?error_type=RangeError", 1),
        ("?endpoint=/cart", 1),
        ("?user_id=u1,u2", 1),
        ("?release=1.0", 1),
        ("?release=1", 0),
        ("?status=open,assigned", 8),
        ("?status=resolved", 0),
        (f"?assigned_to={UUID(int=7)}", 0),
        ("?since=2026-11-23T12:00:00Z", 8),
        ("?since=2027-01-01T00:00:00%2B01:00", 0),
        ("?until=2026-11-23T12:00:00Z", 0),
        (f"?pattern={UUID(int=7)},{UUID(int=8)}", 0),
        ("?q=number", 7),
        ("?q=Number%203", 1),
        ("?q=typeerror,", 7),
        ("?q=numb", 0),
        ("?q=y&environment=staging", 1),
        ("?ordering=received_at&severity=low", 1),
    ],
)
def test_filters_narrow_the_list(shared_site: Site, reader: dict[str, str], query: str, count: int) -> None:
    messages, page = listed(shared_site, f"{API}/errors/{query}", reader)

    assert (len(messages), page["count"]) == (count, count)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("severity=urgent", "severity"),
        ("pattern=x", "pattern"),
        ("status=done", "status"),
        ("assigned_to=me", "assigned_to"),
        ("since=yesterday", "since"),
        ("cursor=AAAA", "cursor"),
        ("cursor=%C3%A9", "cursor"),
        ("servise=java", "servise"),
        ("q=", "q"),
        ("q=%20%00-", "q"),
        ("ordering=service", "ordering"),
        ("since=2026-11-23T12:00:00Z&until=2026-11-23T12:00:00Z", "until"),
        ("ordering=severity&cursor=bwAAAAAAAAAAAAAAAAAAAAA", "cursor"),
        ("cursor=bwAAAAAAAAAAAAAAAAAAAAAF", "cursor"),
    ],
)
def test_a_filter_that_cannot_be_is_named(shared_site: Site, reader: dict[str, str], query: str, field: str) -> None:
    answer = shared_site.client.get(f"{API}/errors/?{query}", headers=reader)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [fault["field"].partition(".")[0] for fault in answer.json["errors"]] == [field]


def test_every_field_at_fault_is_named(shared_site: Site, reader: dict[str, str]) -> None:
    query = "limit=x&severity=urgent&since=2026-11-23T12:00:00Z&until=2025-01-01T00:00:00Z"

    answer = shared_site.client.get(f"{API}/errors/?{query}", headers=reader)

    assert {fault["field"].partition(".")[0] for fault in answer.json["errors"]} == {"limit", "severity", "until"}


@pytest.mark.parametrize(
    ("ordering", "first"), [("-severity", "number 6"), ("severity", "y"), ("received_at", "number 0")]
)
def test_a_list_in_another_order_is_read_to_its_end(
    shared_site: Site, reader: dict[str, str], ordering: str, first: str
) -> None:
    found, page = listed(shared_site, f"{API}/errors/?limit=3&ordering={ordering}", reader)
    messages = list(found)
    while page["next"]:
        found, page = listed(shared_site, page["next"], reader)
        messages += found

    assert (messages[0], len(messages), len(set(messages))) == (first, 8, 8)


def test_recent_errors_are_those_of_the_last_day(reader: dict[str, str], shared_site: Site) -> None:
    since = shared_site.clock.now() - timedelta(days=2)
    fresh = {"Cache-Control": "no-cache", **reader}

    _, page = listed(shared_site, f"{API}/errors/recent/?limit=3&service=java&since={since:%Y-%m-%dT%H:%M:%SZ}", fresh)

    assert (page["count"], page["next"].split("?")[0]) == (7, f"{API}/errors/recent/")
    assert listed(shared_site, page["next"], fresh)[1]["count"] == 7


def test_critical_errors_are_those_that_are_not_dealt_with(site: Site) -> None:
    staff = site.token(Scope.STAFF)
    first, second = (
        site.report("java", {**ERROR, "severity": "critical", "message": f"{word} away"}).json
        for word in ("disk", "net")
    )
    site.report("java", ERROR)
    done = site.client.post(f"{API}/errors/{first['id']}/resolve/", json={"scope": "error"}, headers=staff)

    assert done.status_code == 200, done.text
    messages, page = listed(site, f"{API}/errors/critical/", staff)
    assert (messages, page["count"]) == (["net away"], 1)
    assert listed(site, f"{API}/errors/critical/?status=assigned", staff)[0] == []
    assert listed(site, f"{API}/errors/critical/?pattern={second['pattern']}&q=net", staff)[0] == ["net away"]


@pytest.mark.parametrize("query", ["severity=high", "status=resolved"])
def test_what_is_critical_is_not_to_be_filtered_away(shared_site: Site, reader: dict[str, str], query: str) -> None:
    assert shared_site.client.get(f"{API}/errors/critical/?{query}", headers=reader).status_code == 422


def test_one_error_is_shown_with_what_surrounds_it(shared_site: Site, reader: dict[str, str]) -> None:
    receipt = shared_site.report("java", {**ERROR, "stack": "at f", "context": {"k": [1]}, "message": "detail"}).json

    answer = shared_site.client.get(f"{API}/errors/{receipt['id']}", headers=reader)

    shown = answer.json
    assert (shown["id"], shown["stack_trace"], shown["context"]) == (receipt["id"], "at f", {"k": [1]})
    assert shown["pattern_details"]["id"] == shown["pattern"] == receipt["pattern"]
    assert shown["episode_details"]["open_errors"] == 1
    assert [entry["action"] for entry in shown["history"]] == ["opened"]
    assert shown["placement"] == "new_pattern"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", [str(UUID(int=7)), "not-an-id"])
def test_an_error_that_is_not_there_is_a_404(shared_site: Site, reader: dict[str, str], name: str) -> None:
    answer = shared_site.client.get(f"{API}/errors/{name}/", headers=reader)

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/errors/", f"/errors/{UUID(int=7)}/"])
@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer elt_x"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}]
)
def test_nobody_reads_without_a_token(shared_site: Site, path: str, header: dict[str, str]) -> None:
    answer = shared_site.client.get(API + path, headers=header)

    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_a_token_that_may_only_report_reads_nothing(shared_site: Site) -> None:
    answer = shared_site.client.get(f"{API}/errors/", headers=shared_site.token(Scope.INGEST))

    assert answer.status_code == 403
