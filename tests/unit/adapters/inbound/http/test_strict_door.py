"""`POST /errors/` takes what fits, from those who may, and names every field that does not fit."""

from typing import Any

import pytest

from domain.access import KeyKind, Scope
from tests.support.site import API, STRANGER, Site

ERROR = {"service": "django", "error_type": "ValidationError", "message": "Invalid donation amount"}
FULL = {
    **ERROR,
    "severity": "critical",
    "environment": "staging",
    "endpoint": "/api/donations/",
    "status_code": 500,
    "release": "1.2",
    "user_id": 123,
    "session_id": "s-1",
    "url": "https://example.org/",
    "user_agent": "curl/8",
    "stack_trace": "Traceback",
    "context": {"amount": -10},
    "event_id": "0198c0de-0000-4000-8000-000000000001",
    "occurred_at": "2026-11-23T11:59:00Z",
    "sent_at": "2026-11-23T13:00:00+01:00",
    "fingerprint": "mine",
}


def test_an_error_with_every_field_is_stored_without_any_change(site: Site) -> None:
    answer = site.report("errors", FULL, headers=site.token(Scope.INGEST), environ_base=STRANGER)

    assert (answer.status_code, answer.json["marks"], answer.json["severity"]) == (201, [], "critical")
    assert site.stored()[0].report.user_id == "123"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("service", None, "is missing"),
        ("service", "", "is empty"),
        ("service", "java\u200b", "holds characters that cannot be seen"),
        ("message", 7, "is not text"),
        ("error_type", "é" * 251, "has 502 bytes"),
        ("severity", "urgent", "names no severity"),
        ("severity", ["high"], "names no severity"),
        ("status_code", "500", "is not an integer"),
        ("status_code", True, "is not an integer"),
        ("status_code", 42, "is no HTTP status"),
        ("user_id", 1.5, "is not text"),
        ("context", [], "is not an object"),
        ("event_id", "x", "is not a UUID"),
        ("occurred_at", "yesterday", "is not a time"),
        ("occurred_at", "2026-11-23T12:00:00", "has no offset from UTC"),
        ("sent_at", "0001-01-01T00:00:00+14:00", "is not a time"),
        ("sent_at", "1970-01-01T00:00:00Z", "lies outside the years 1990 to 2199"),
        ("errorType", "x", "is not a field of an error"),
    ],
)
def test_a_field_at_fault_is_named_with_what_was_expected(
    shared_site: Site, field: str, value: Any, problem: str
) -> None:
    answer = shared_site.report("errors", {**ERROR, field: value}, headers=shared_site.token(Scope.INGEST))

    assert answer.status_code == 422
    [fault] = answer.json["errors"]
    assert (fault["field"], fault["problem"]) == (field, problem)
    assert fault["expected"]


def test_every_field_at_fault_is_named(site: Site) -> None:
    body = {"severity": "urgent", "code": 1, "message": []}

    answer = site.report("errors", body, headers=site.token(Scope.INGEST))

    assert {fault["field"] for fault in answer.json["errors"]} == {
        "service",
        "error_type",
        "severity",
        "code",
        "message",
    }
    assert answer.json["detail"] == "5 fields do not fit; see `errors`."


def test_a_field_of_the_webhooks_is_told_its_name_here(site: Site) -> None:
    answer = site.report("errors", {**ERROR, "app_version": "1"}, headers=site.token(Scope.INGEST))

    assert answer.json["errors"][0]["expected"] == "put it into `release`"


def test_a_list_is_not_taken(site: Site) -> None:
    assert site.report("errors", [ERROR], headers=site.token(Scope.INGEST)).status_code == 422


def test_bytes_that_are_not_utf8_are_not_taken(site: Site) -> None:
    headers = {**site.token(Scope.INGEST), "Content-Type": "application/json"}

    answer = site.report("errors", data=b'{"message":"\xff"}', headers=headers)

    assert (answer.status_code, answer.json["detail"]) == (400, "Byte 12 is not UTF-8.")


def test_nobody_enters_without_credentials(site: Site) -> None:
    answer = site.report("errors", ERROR)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("scope", "status"), [("admin", 201), ("staff", 201), ("ingest", 201), ("read", 403)])
def test_a_tokens_scope_decides(site: Site, scope: str, status: int) -> None:
    assert site.report("errors", ERROR, headers=site.token(Scope(scope))).status_code == status


@pytest.mark.parametrize(("kind", "fields"), [(KeyKind.SECRET, 9), (KeyKind.PUBLIC, 1)])
def test_a_key_of_either_kind_opens_the_door(site: Site, kind: KeyKind, fields: int) -> None:
    answer = site.report("errors", ERROR, headers=site.key("django", kind), environ_base=STRANGER)

    assert (answer.status_code, len(answer.json)) == (201, fields)


def test_malformed_json_is_told_where(site: Site) -> None:
    headers = {**site.token(Scope.INGEST), "Content-Type": "application/json"}

    answer = site.client.post(f"{API}/errors/", data=b'{"message": "x",\n  "service": }', headers=headers)

    assert (answer.status_code, answer.json["line"], answer.json["column"]) == (400, 2, 14)
