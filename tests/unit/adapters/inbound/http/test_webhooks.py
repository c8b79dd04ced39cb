"""Webhooks take what they are given and say what became of it."""

from uuid import UUID

import pytest

from domain.severity import Severity
from tests.support.site import API, STRANGER, Site

ERROR = {"error_type": "TypeError", "message": "x is undefined", "severity": "critical"}


def test_a_trusted_sender_is_told_what_was_done(site: Site) -> None:
    answer = site.report("java", ERROR)

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{API}/errors/{answer.json['id']}/"
    assert (answer.json["status"], answer.json["severity"]) == ("open", "critical")
    assert (answer.json["outcome"], answer.json["placement"]) == ("stored", "new_pattern")
    assert UUID(answer.json["pattern"])
    assert UUID(answer.json["episode"])


def test_a_stranger_gets_a_receipt_and_nothing_else(site: Site) -> None:
    answer = site.report("java", ERROR, environ_base=STRANGER)

    assert (answer.status_code, list(answer.json)) == (201, ["receipt"])
    assert site.stored()[0].id == UUID(answer.json["receipt"])
    assert "Location" not in answer.headers


def test_a_stranger_pages_nobody(site: Site) -> None:
    site.report("java", ERROR, environ_base=STRANGER)

    [error] = site.stored()
    assert (error.severity, error.trusted) == (Severity.HIGH, False)


@pytest.mark.parametrize(
    ("door", "service"),
    [("laravel", "laravel"), ("java", "java"), ("frontend", "frontend"), ("mobile", "mobile"), ("generic", "generic")],
)
def test_a_missing_service_takes_its_webhooks(site: Site, door: str, service: str) -> None:
    site.report(door, ERROR)

    assert site.stored()[0].report.service == service


def test_a_repeat_gets_the_first_receipt(site: Site) -> None:
    error = {**ERROR, "event_id": "0198c0de-0000-4000-8000-000000000001"}

    first, again = site.report("java", error), site.report("java", error)

    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json["receipt"], again.json["outcome"]) == (first.json["receipt"], "repeated")
    assert len(site.stored()) == 1


def test_a_batch_is_answered_item_by_item(site: Site) -> None:
    answer = site.report("java", [ERROR, "no object", {**ERROR, "message": "another"}])

    assert answer.status_code == 207
    assert [result["status"] for result in answer.json["results"]] == [201, 422, 201]
    assert {name: answer.json[name] for name in ("stored", "repeated", "refused")} == {
        "stored": 2,
        "repeated": 0,
        "refused": 1,
    }
    assert answer.json["results"][1]["problem"]["title"] == "The content does not fit"


def test_a_batch_of_which_all_is_stored_is_a_201(site: Site) -> None:
    answer = site.report("java", [ERROR] * 500, environ_base=STRANGER)

    assert (answer.status_code, answer.json["stored"]) == (201, 500)
    assert set(answer.json["results"][0]) == {"status", "receipt"}


def test_a_batch_that_is_sent_again_is_a_200(site: Site) -> None:
    batch = [{**ERROR, "event_id": f"0198c0de-0000-4000-8000-00000000000{n}"} for n in range(3)]
    site.report("java", batch)

    answer = site.report("java", batch)

    assert (answer.status_code, answer.json["repeated"]) == (200, 3)


def test_a_batch_of_which_nothing_is_stored_is_a_problem(site: Site) -> None:
    answer = site.report("java", [1, 2])

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [result["status"] for result in answer.json["results"]] == [422, 422]


def test_a_batch_that_is_too_long_is_told_how_long_it_may_be(site: Site) -> None:
    answer = site.report("java", [ERROR] * 501)

    assert (answer.status_code, answer.json["largest_batch"]) == (413, 500)
    assert "501" in answer.json["detail"]


def test_both_forms_of_a_path_are_taken(site: Site) -> None:
    answers = [site.client.post(f"{API}/webhook/java{slash}", json=ERROR) for slash in ("", "/")]

    assert [answer.status_code for answer in answers] == [201, 201]


def test_bytes_that_are_not_utf8_are_replaced_and_marked(site: Site) -> None:
    answer = site.report("java", data=b'{"error_type":"T","message":"caf\xe9"}', content_type="application/json")

    assert site.stored()[0].report.message == "caf\ufffd"
    assert {"field": "body", "reason": "replaced", "detail": "bytes that are not UTF-8"} in answer.json["marks"]


def test_a_number_too_long_to_be_one_is_kept_as_text(site: Site) -> None:
    body = b'{"error_type":"T","message":"m","context":{"n":' + b"7" * 5_000 + b"}}"

    site.report("java", data=body, content_type="application/json")

    assert str(site.stored()[0].report.context["n"]).startswith("7" * 100 + "…")
