"""What was limited, cut or refused is counted by reason and service, and visible."""

from collections.abc import Mapping
from typing import Any

import pytest

from application.ports.rate_limiter import RateLimits, Share
from domain.access import KeyMode, Scope
from tests.support.site import API, STRANGER, Site, opened_site
from tests.support.strategies import NOON

ERROR = {"error_type": "TypeError", "message": "x", "severity": "high"}


def counted(site: Site, query: str = "") -> Mapping[tuple[str | None, str], int]:
    answer = site.client.get(f"{API}/intake/{query}", headers=site.token(Scope.READ))
    assert answer.status_code == 200, answer.text
    return {(one["service"], one["reason"]): one["count"] for one in answer.json["results"]}


def test_nothing_is_counted_of_clean_errors(site: Site) -> None:
    site.report("java", ERROR)

    assert counted(site) == {}


def test_marks_are_counted_once_an_error(site: Site) -> None:
    site.report("java", {**ERROR, "message": "x" * 70_000, "stack": "y" * 70_000})
    site.report("java", {**ERROR, "severity": "critical"}, environ_overrides=STRANGER)
    site.report("java", {**ERROR, "severity": "urgent"})

    assert counted(site) == {("java", "cut"): 1, ("java", "severity_capped"): 1, ("java", "unknown_severity"): 1}


def test_refusals_are_counted_for_the_service_as_far_as_it_is_known(site: Site) -> None:
    site.report("java", ERROR)
    site.report("java", data=b"{", content_type="application/json")
    site.report("java", data=b"{}", content_type="text/plain")
    site.report("java", {**ERROR, "service": "never heard of"}, headers={"X-Error-Logging-Key": "elk_x"})
    site.report("errors", ERROR)
    site.report("errors", {"service": "java"}, headers=site.token(Scope.INGEST))

    assert counted(site) == {
        ("java", "malformed_json"): 1,
        ("java", "media_type"): 1,
        ("java", "key_unknown"): 1,
        (None, "credentials_wanted"): 1,
        ("java", "invalid"): 1,
    }


def test_each_item_of_a_list_is_counted(site: Site) -> None:
    site.key("react", mode=KeyMode.ENFORCE)
    site.report("java", ERROR)
    items = [ERROR, 7, {**ERROR, "service": "react"}, {**ERROR, "service": "react"}, {**ERROR, "severity": "urgent"}]

    answer = site.report("java", items)

    assert answer.status_code == 207
    assert counted(site) == {("java", "invalid"): 1, ("react", "key_wanted"): 2, ("java", "unknown_severity"): 1}


def test_a_list_that_is_refused_as_a_whole_counts_each_of_its_errors(site: Site) -> None:
    site.key("react", mode=KeyMode.ENFORCE)

    assert site.report("java", [{**ERROR, "service": "react"}] * 3).status_code == 401
    assert site.report("java", [7, 7]).status_code == 422
    assert counted(site) == {("react", "key_wanted"): 3, (None, "invalid"): 2}


def test_what_is_limited_is_counted_by_its_service() -> None:
    with opened_site(NOON, RateLimits(untrusted=Share(2, 2**20))) as site:
        for count in (1, 1, 3):
            site.report("java", [{**ERROR, "service": "react"}] * count, environ_overrides=STRANGER)

        assert counted(site) == {("react", "rate_limited"): 3}


def test_one_service_and_the_totals(site: Site) -> None:
    for door in ("java", "mobile", "mobile"):
        site.report(door, {**ERROR, "message": "x" * 70_000})

    shown: Any = site.client.get(f"{API}/intake/", headers=site.token(Scope.READ)).json

    assert shown["totals"] == [{"reason": "cut", "count": 3}]
    assert counted(site, "?service=mobile") == {("mobile", "cut"): 2}
    assert counted(site, "?service=php") == {}


@pytest.mark.parametrize("query", ["days=0", "days=91", "days=x", "service=", "servise=java", "service=" + "x" * 101])
def test_a_question_that_cannot_be_answered(site: Site, query: str) -> None:
    answer = site.client.get(f"{API}/intake/?{query}", headers=site.token(Scope.READ))

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_only_readers_see_it(site: Site) -> None:
    assert site.client.get(f"{API}/intake/").status_code == 401
    assert site.client.get(f"{API}/intake/", headers=site.token(Scope.INGEST)).status_code == 403
