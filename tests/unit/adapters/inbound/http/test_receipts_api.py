"""What was answered, asked again: by senders, by tokens and by strangers."""

from typing import Any
from uuid import UUID

import pytest

from application.ports.rate_limiter import RateLimits, Share
from domain.access import KeyKind, Scope
from tests.support.site import API, STRANGER, Site, opened_site
from tests.support.strategies import NOON

ERROR = {"error_type": "TypeError", "message": "x" * 70_000, "severity": "high"}


def asked(site: Site, receipt: str, headers: dict[str, str] | None = None, **request: Any) -> Any:
    return site.client.get(f"{API}/receipts/{receipt}/", headers=headers, **request)


@pytest.mark.parametrize("scope", Scope)
def test_every_token_sees_what_was_answered(site: Site, scope: Scope) -> None:
    answered = site.report("java", ERROR).json

    answer = asked(site, answered["receipt"], site.token(scope), environ_overrides=STRANGER)

    assert (answer.status_code, answer.json) == (200, answered)
    assert answer.json["marks"] == [{"field": "message", "reason": "cut", "detail": "70000 bytes"}]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_status_is_the_one_in_force(site: Site) -> None:
    receipt = site.report("java", ERROR).json["receipt"]
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE error_logs SET status = 'resolved'")

    assert asked(site, receipt).json["status"] == "resolved"


def test_a_services_own_secret_key_sees_all(site: Site) -> None:
    key = site.key("java")
    answered = site.report("java", ERROR, headers=key).json

    answer = asked(site, answered["receipt"], key, environ_overrides=STRANGER)

    assert (answer.status_code, answer.json) == (200, answered)


def test_a_public_key_and_a_stranger_learn_that_it_is_stored(site: Site) -> None:
    key = site.key("java", KeyKind.PUBLIC)
    receipt = site.report("java", ERROR, headers=key, environ_overrides=STRANGER).json["receipt"]

    for headers in (key, {}, {"Authorization": "Bearer of.another.program"}):
        answer = asked(site, receipt, headers, environ_overrides=STRANGER)

        assert (answer.status_code, answer.json) == (200, {"receipt": receipt, "stored": True})


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Authorization": "Bearer elt_x"}, 401), ({"X-Error-Logging-Key": "elk_x"}, 401)],
)
def test_credentials_that_are_wrong_are_refused(site: Site, headers: dict[str, str], status: int) -> None:
    receipt = site.report("java", ERROR).json["receipt"]

    answer = asked(site, receipt, headers)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_another_services_key_is_refused_as_at_the_doors(site: Site) -> None:
    receipt = site.report("java", ERROR).json["receipt"]

    assert asked(site, receipt, site.key("react")).status_code == 403


@pytest.mark.parametrize("name", [str(UUID(int=7)), "not-an-id"])
def test_an_unknown_receipt_is_a_404(site: Site, name: str) -> None:
    answer = asked(site, name, environ_overrides=STRANGER)

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_deleted_error_has_no_receipt(site: Site) -> None:
    receipt = site.report("java", ERROR).json["receipt"]
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE error_logs SET deleted_at = received_at")

    assert asked(site, receipt).status_code == 404


def test_strangers_use_up_their_share_by_asking() -> None:
    with opened_site(NOON, RateLimits(untrusted=Share(2, 2**20))) as site:
        statuses = [asked(site, str(UUID(int=7)), environ_overrides=STRANGER).status_code for _ in range(3)]

    assert statuses == [404, 404, 429]
