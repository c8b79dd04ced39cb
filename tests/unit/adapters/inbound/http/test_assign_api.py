"""Assigning by hand, as staff does it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from application.carry_episodes import CarryEpisodes
from domain.access import Scope
from domain.retention import RetentionPolicy
from tests.support.builders import a_developer
from tests.support.site import API, Site

ERROR = {"error_type": "TypeError", "message": "x", "severity": "high"}


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    """A token of staff."""
    return site.token(Scope.STAFF)


def hire(site: Site, name: str, **changes: Any) -> str:
    developer = a_developer(name, **changes)
    with site.store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return str(developer.id)


def assign(site: Site, error_id: str, token: dict[str, str], **body: Any) -> TestResponse:
    return site.client.post(f"{API}/errors/{error_id}/assign/", json=body, headers=token)


def owners(site: Site) -> list[str]:
    """Of all errors, newest first, once every batch is carried."""
    while CarryEpisodes(site.store, RetentionPolicy(), limit_errors=1).execute():
        pass
    return [str(error.assigned_to) for error in site.stored()]


def test_one_error_is_given_away_alone_and_its_history_says_by_whom(site: Site, staff: dict[str, str]) -> None:
    first, _ = (site.report("java", ERROR).json["receipt"] for _ in range(2))
    ada = hire(site, "Ada")

    answer = assign(site, first, staff, developer=ada, scope="error", note="knows the pool")

    assert (answer.status_code, answer.json["changed"]) == (200, True)
    assert (answer.json["assigned_to"], answer.json["scope"]) == (ada, "error")
    assert owners(site) == ["None", ada]
    shown = site.client.get(f"{API}/errors/{first}/", headers=staff).json
    assert (shown["status"], shown["assigned_to"]) == ("assigned", ada)
    [entry] = [entry for entry in shown["history"] if entry["action"] == "assigned"]
    assert (entry["actor"], entry["reason"], entry["after"]) == ("tests", "by_hand", ada)
    assert entry["inputs"]["note"] == "knows the pool"


def test_a_pattern_goes_from_owner_to_owner_and_an_override_stays(site: Site, staff: dict[str, str]) -> None:
    receipts = [site.report("java", ERROR).json["receipt"] for _ in range(3)]
    ada, bob, eve = (hire(site, name) for name in ("Ada", "Bob", "Eve"))
    assign(site, receipts[0], staff, developer=ada, scope="pattern")
    assert owners(site) == [ada, ada, ada]
    assign(site, receipts[1], staff, developer=eve, scope="error")

    answer = assign(site, receipts[0], staff, developer=bob, scope="pattern")

    assert answer.status_code == 200
    assert owners(site) == [bob, eve, bob]
    site.report("java", ERROR)
    assert owners(site) == [bob, bob, eve, bob]


def test_an_override_joins_the_others_again_with_the_pattern(site: Site, staff: dict[str, str]) -> None:
    receipt = site.report("java", ERROR).json["receipt"]
    ada, bob, eve = (hire(site, name) for name in ("Ada", "Bob", "Eve"))
    for developer, scope in ((ada, "error"), (bob, "pattern"), (eve, "pattern")):
        assign(site, receipt, staff, developer=developer, scope=scope)

    assert owners(site) == [eve]


@pytest.mark.parametrize(("changes", "status"), [({"active": False}, 422), (None, 404)])
def test_nobody_who_is_unknown_or_gone_is_given_anything(
    site: Site, staff: dict[str, str], changes: dict[str, Any] | None, status: int
) -> None:
    receipt = site.report("java", ERROR).json["receipt"]
    developer = str(uuid4()) if changes is None else hire(site, "Ada", **changes)

    answer = assign(site, receipt, staff, developer=developer, scope="error")

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert owners(site) == ["None"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"automatic": True}, "automatic"),
        ({"scope": "all"}, "scope"),
        ({"note": "x" * 501}, "note"),
        ({"to": "A"}, "to"),
    ],
)
def test_a_member_that_does_not_fit_is_named(
    site: Site, staff: dict[str, str], body: dict[str, str], field: str
) -> None:
    whole = {"developer": str(uuid4()), "scope": "error", **body}

    answer = assign(site, str(UUID(int=7)), staff, **whole)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [fault["field"] for fault in answer.json["errors"]] == [field]


def test_what_is_not_there_or_not_open_cannot_be_assigned(site: Site, staff: dict[str, str]) -> None:
    receipt = site.report("java", ERROR).json["receipt"]
    ada = hire(site, "Ada")
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE error_logs SET status = 'resolved'")

    assert assign(site, str(UUID(int=7)), staff, developer=ada, scope="error").status_code == 404
    answer = assign(site, receipt, staff, developer=ada, scope="error")
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")


@pytest.mark.parametrize(("scope", "status"), [(Scope.READ, 403), (Scope.INGEST, 403), (None, 401)])
def test_only_staff_assigns(site: Site, scope: Scope | None, status: int) -> None:
    token = {} if scope is None else site.token(scope)

    answer = assign(site, str(UUID(int=7)), token, developer=str(uuid4()), scope="error")

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize(("sent", "status"), [(b"{", 400), (b" " * 20_000, 413)])
def test_a_body_that_is_no_json_or_too_large(site: Site, staff: dict[str, str], sent: bytes, status: int) -> None:
    path = f"{API}/errors/{UUID(int=7)}/assign/"

    answer = site.client.post(path, data=sent, content_type="application/json", headers=staff)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
