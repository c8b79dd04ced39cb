"""Whatever goes wrong, the answer is a problem (RFC 9457) with a request id."""

import pytest
from structlog.testing import capture_logs

from domain.access import Scope
from tests.support.site import API, Site

ERROR = {"error_type": "TypeError", "message": "very private", "event_id": "0198c0de-0000-4000-8000-000000000001"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"{API}/nothing/", 404),
        ("GET", "/", 404),
        ("GET", f"{API}/webhook/java/", 405),
        ("PUT", f"{API}/errors/", 405),
        ("POST", f"{API}/webhook/java/", 415),
        ("GET", f"{API}/errors/", 401),
        ("DELETE", "/healthz/", 405),
    ],
)
def test_a_refusal_is_a_problem(shared_site: Site, method: str, path: str, status: int) -> None:
    answer = shared_site.client.open(path, method=method)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert (answer.json["status"], answer.json["instance"]) == (status, path)
    assert answer.json["type"].startswith("urn:problem-type:error-logging:")
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_a_method_that_is_not_known_is_told_those_that_are(shared_site: Site) -> None:
    answer = shared_site.client.put(f"{API}/errors/")

    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("headers", "name"),
    [({}, "Accept-Post"), ({"Content-Type": "application/json", "Content-Encoding": "br"}, "Accept-Encoding")],
)
def test_a_415_says_what_is_supported(shared_site: Site, headers: dict[str, str], name: str) -> None:
    assert name in shared_site.report("java", data=b"{}", headers=headers).headers


@pytest.mark.parametrize("sent", ["abc-123", "0198c0de-0000-4000-8000-000000000001"])
def test_a_senders_request_id_is_kept(shared_site: Site, sent: str) -> None:
    answer = shared_site.report("java", ERROR, headers={"X-Request-ID": sent})

    assert answer.headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "a;b", "é"])
def test_a_request_id_that_could_do_harm_is_replaced(shared_site: Site, sent: str) -> None:
    answer = shared_site.report("java", ERROR, headers={"X-Request-ID": sent})

    assert answer.headers["X-Request-ID"] not in {"", sent}


def test_a_store_that_is_away_is_a_503(site: Site) -> None:
    site.break_down()

    for answer in (
        site.report("java", ERROR),
        site.client.get(f"{API}/errors/", headers={"Authorization": "Bearer elt_x"}),
        site.client.get("/readyz"),
    ):
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert int(answer.headers["Retry-After"]) > 0


def test_our_own_fault_is_a_500_that_tells_nothing(site: Site) -> None:
    app = site.client.application
    app.view_functions["alive"] = lambda: 1 / int("elt_secret"[:0] or "0")

    with capture_logs() as lines:
        answer = site.client.get("/healthz")

    assert (answer.status_code, answer.json["title"]) == (500, "Something went wrong on our side")
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text
    assert (lines[0]["fault"], lines[0]["event"]) == ("ZeroDivisionError", "failed")


def test_a_refusal_is_logged_without_body_or_secret(site: Site) -> None:
    with capture_logs() as lines:
        site.report("java", ERROR, headers={"X-Error-Logging-Key": "elk_secret_abc"})

    assert [(line["log_level"], line["problem"]) for line in lines] == [("warning", "key-unknown")]
    assert "elk_" not in str(lines)
    assert "private" not in str(lines)


def test_a_flood_of_refusals_is_not_a_flood_of_lines(site: Site) -> None:
    with capture_logs() as lines:
        for _ in range(300):
            site.client.get("/nothing")

    assert len(lines) < 100


def test_a_stored_error_is_no_news(site: Site) -> None:
    with capture_logs() as lines:
        site.report("java", ERROR, headers=site.token(Scope.INGEST))

    assert [line for line in lines if line["log_level"] != "debug"] == []
