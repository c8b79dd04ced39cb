"""Idempotency-Key: for what staff change, and for reports."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from domain.access import Scope
from tests.support.builders import a_developer
from tests.support.site import API, Site

ERROR = {"error_type": "TypeError", "message": "x"}

Assign = Callable[..., TestResponse]


@pytest.fixture
def developer(site: Site) -> str:
    """Somebody to give errors to."""
    developer = a_developer("Ada")
    with site.store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return str(developer.id)


@pytest.fixture
def assign(site: Site, developer: str) -> Assign:
    """Give one and the same error away under a key."""
    error_id, staff = site.report("java", ERROR).json["receipt"], site.token(Scope.STAFF)

    def send(key: str = "k", *, token: dict[str, str] = staff, **changes: Any) -> TestResponse:
        body = {"developer": developer, "scope": "error", **changes}
        headers = {**token, "Idempotency-Key": key}
        return site.client.post(f"{API}/errors/{error_id}/assign/", json=body, headers=headers)

    return send


def assignments(site: Site) -> int:
    (error,) = site.stored()
    with site.store.reading() as work:
        detail = work.error_reader.detail(error.id)
    assert detail is not None
    return [entry.action for entry in detail.history].count("assigned")


def test_a_repeat_is_given_the_first_answer_and_is_not_done(site: Site, assign: Assign) -> None:
    first, second = assign(), assign()

    assert (second.status_code, second.data, second.content_type) == (200, first.data, first.content_type)
    assert [answer.headers.get("Idempotent-Replayed") for answer in (first, second)] == [None, "true"]
    assert assignments(site) == 1


def test_another_key_is_another_request(assign: Assign) -> None:
    answers = [assign(key) for key in ("a", "b")]

    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, None]


def test_so_is_the_same_key_of_another_token(site: Site, assign: Assign) -> None:
    assign()

    assert "Idempotent-Replayed" not in assign(token=site.token(Scope.STAFF)).headers


def test_what_was_kept_about_an_error_goes_with_its_content(site: Site, assign: Assign) -> None:
    error_id = assign().json["id"]
    site.client.delete(f"{API}/errors/{error_id}/?erase=true", headers=site.token(Scope.ADMIN))

    answer = assign()

    assert (answer.status_code, answer.headers.get("Idempotent-Replayed")) == (404, None)


def test_the_same_key_for_something_else_is_refused(site: Site, assign: Assign) -> None:
    assign()

    assert assign(note="and say why").status_code == 422
    assert assignments(site) == 1


def test_a_refusal_is_repeated_too(assign: Assign) -> None:
    nobody = str(uuid4())

    first, second = (assign(developer=nobody) for _ in range(2))

    assert (first.status_code, second.status_code) == (404, 404)
    assert second.content_type == "application/problem+json"
    assert second.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("key", ["x" * 201, "with space", "schlüssel", ""])
def test_what_is_no_key_is_refused(assign: Assign, key: str) -> None:
    assert assign(key).status_code == 400


def test_who_may_not_ask_learns_nothing(site: Site, assign: Assign) -> None:
    assign()

    assert assign(token=site.token(Scope.READ)).status_code == 403


@pytest.mark.parametrize("door", ["errors", "java"])
def test_a_report_under_a_key_is_stored_once(site: Site, door: str) -> None:
    headers = {**site.token(Scope.INGEST), "Idempotency-Key": "k"}
    error = {**ERROR, "service": "java"}

    answers = [site.report(door, error, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json["id"] == answers[1].json["id"]


def test_so_is_each_of_a_list(site: Site) -> None:
    errors = [ERROR, ERROR, {**ERROR, "event_id": str(uuid4())}]

    answers = [site.report("java", errors, headers={"Idempotency-Key": "k"}) for _ in range(2)]

    assert [answer.json["stored"] for answer in answers] == [3, 0]
    assert [answer.json["repeated"] for answer in answers] == [0, 3]


def test_another_report_under_the_same_key_is_not_lost(site: Site) -> None:
    answers = [site.report("java", {**ERROR, "message": text}, headers={"Idempotency-Key": "k"}) for text in ("a", "b")]

    assert [answer.status_code for answer in answers] == [201, 201]


def test_a_report_under_what_is_no_key_is_refused(site: Site) -> None:
    assert site.report("java", ERROR, headers={"Idempotency-Key": "x" * 201}).status_code == 400
