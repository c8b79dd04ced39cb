"""Statistics over the API."""

from datetime import timedelta
from typing import Any

import pytest

from domain.access import Scope
from tests.support.site import API, Site


@pytest.fixture
def reader(site: Site) -> dict[str, str]:
    """A token that may read; with it everything is counted anew."""
    return {**site.token(Scope.READ), "Cache-Control": "no-cache"}


def report(site: Site, service: str, severity: str = "high", **said: Any) -> None:
    error = {"error_type": "TypeError", "message": "pool", "severity": severity, "service": service, **said}
    answer = site.report("errors", error, headers=site.token(Scope.ADMIN))
    assert answer.status_code == 201


def stats(site: Site, token: dict[str, str], **query: Any) -> dict[str, Any]:
    answer = site.client.get(f"{API}/errors/stats/", query_string=query, headers=token)
    assert answer.status_code == 200, answer.json
    found: dict[str, Any] = answer.json
    return found


def groups(found: dict[str, Any]) -> dict[str, int]:
    return {group["key"]: group["count"] for group in found["groups"]}


def test_what_arrived_is_counted_by_what_is_asked_for(site: Site, reader: dict[str, str]) -> None:
    for service, severity, environment in (
        ("java", "high", "production"),
        ("java", "low", "staging"),
        ("php", "high", "production"),
    ):
        report(site, service, severity, environment=environment, error_type=f"{environment}Error")

    found = stats(site, reader)
    assert (found["total"], found["by_severity"]["high"], found["open"]["low"]) == (3, 2, 1)
    assert groups(found) == {"java": 2, "php": 1}
    assert groups(stats(site, reader, group_by="severity")) == {"high": 2, "low": 1}
    assert groups(stats(site, reader, group_by="environment", service="java")) == {"production": 1, "staging": 1}
    narrowed = stats(site, reader, severity="low", environment="staging,test")
    assert (narrowed["total"], narrowed["open"]) == (1, {"critical": 0, "high": 0, "medium": 0, "low": 1, "info": 0})


def test_hours_and_days_without_errors_are_there_too(site: Site, reader: dict[str, str]) -> None:
    report(site, "java")
    site.clock.move(timedelta(hours=26))
    reader = {**site.token(Scope.READ), "Cache-Control": "no-cache"}
    report(site, "java")

    hours = list(groups(stats(site, reader, group_by="hour", days=2)).items())
    days = list(groups(stats(site, reader, group_by="day", days=2)).items())

    assert (len(hours), hours[21], hours[47]) == (
        48,
        ("2026-11-23T12:00:00+00:00", 1),
        ("2026-11-24T14:00:00+00:00", 1),
    )
    assert days == [
        ("2026-11-22T00:00:00+00:00", 0),
        ("2026-11-23T00:00:00+00:00", 1),
        ("2026-11-24T00:00:00+00:00", 1),
    ]
    assert stats(site, reader, days=1)["total"] == 1


@pytest.mark.parametrize("days", [7, 90])
def test_the_patterns_of_which_most_arrived_are_named(site: Site, reader: dict[str, str], days: int) -> None:
    for message in ("one", "two", "two"):
        report(site, "java", message=message)

    found = stats(site, reader, group_by="pattern", days=days)

    assert [(group["title"], group["count"], group["service"]) for group in found["groups"]] == [
        ("two", 2, "java"),
        ("one", 1, "java"),
    ]
    assert "by_severity" not in found["groups"][0]


def test_each_service_with_what_is_open(site: Site, reader: dict[str, str]) -> None:
    report(site, "php")
    site.clock.move(timedelta(hours=30))
    for severity in ("critical", "low"):
        report(site, "java", severity)
    reader = {**site.token(Scope.READ), "Cache-Control": "no-cache"}

    found = site.client.get(f"{API}/errors/by-service/", headers=reader).json

    assert [(one["service"], one["last_24_hours"], one["last_days"]) for one in found["services"]] == [
        ("java", 2, 2),
        ("php", 0, 1),
    ]
    assert found["services"][0]["open_errors"]["critical"] == 1
    assert [one["open_episodes"] for one in found["services"]] == [1, 1]
    assert found["services"][1]["last_error_at"].startswith("2026-11-23T12:00")


def test_by_hour_more_than_31_days_are_refused_by_name(site: Site, reader: dict[str, str]) -> None:
    assert len(stats(site, reader, group_by="hour", days=31)["groups"]) == 31 * 24

    answer = site.client.get(f"{API}/errors/stats/", query_string={"group_by": "hour", "days": 32}, headers=reader)

    assert answer.status_code == 422
    assert [(fault["field"], fault["problem"]) for fault in answer.json["errors"]] == [
        ("days", "must be at most 31 by hour")
    ]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("stats", {"days": "0"}),
        ("stats", {"days": "91"}),
        ("stats", {"group_by": "user"}),
        ("stats", {"severity": "bad"}),
        ("stats", {"since": "x"}),
        ("by-service", {"days": "x"}),
        ("by-service", {"service": "x"}),
    ],
)
def test_a_query_that_does_not_fit_is_refused(shared_site: Site, path: str, query: dict[str, str]) -> None:
    token = shared_site.token(Scope.READ)

    answer = shared_site.client.get(f"{API}/errors/{path}/", query_string=query, headers=token)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_what_was_counted_is_remembered_for_a_while(site: Site) -> None:
    token = site.token(Scope.READ)
    assert stats(site, token)["total"] == 0
    site.report("java", {"message": "pool"})

    assert stats(site, token)["total"] == 0
    site.clock.move(timedelta(minutes=16))
    assert stats(site, token)["total"] == 1
