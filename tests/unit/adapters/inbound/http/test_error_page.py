"""The page behind the links in mails."""

import re
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from domain.access import Scope
from tests.support.hostile import INJECTIONS
from tests.support.site import Site

PAGE = "/admin/error-logging/errors/"
ERROR = {"error_type": "TypeError", "message": "x is undefined", "severity": "critical", "stack": "at f (a.js:1:1)"}


def shown(site: Site, error_id: str, token: str, **request: str) -> TestResponse:
    """The page after its form was sent."""
    return site.client.post(f"{PAGE}{error_id}/", data={"token": token}, **request)


def staff(site: Site, scope: Scope = Scope.STAFF) -> str:
    """A token's secret."""
    return site.token(scope)["Authorization"].removeprefix("Bearer ")


def test_the_page_asks_for_a_token_and_shows_nothing(site: Site) -> None:
    answer = site.client.get(f"{PAGE}{site.report('java', ERROR).json['id']}/")

    assert answer.status_code == 200
    assert 'type="password"' in answer.text
    assert 'method="post"' in answer.text
    assert "x is undefined" not in answer.text


@pytest.mark.parametrize("scope", [Scope.STAFF, Scope.ADMIN])
def test_staff_sees_the_error(site: Site, scope: Scope) -> None:
    error_id = site.report("java", ERROR).json["id"]

    answer = shown(site, error_id, staff(site, scope))

    assert answer.status_code == 200
    for text in ("critical", "java", "production", "TypeError", "x is undefined", "1 time since", "at f (a.js:1:1)"):
        assert text in answer.text
    assert "Nobody is assigned." in answer.text
    assert "episode\nopened" in answer.text


def test_headers_let_nothing_else_in(site: Site) -> None:
    headers = site.client.get(f"{PAGE}{UUID(int=1)}/").headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", INJECTIONS)
def test_reported_text_is_only_text(site: Site, name: str) -> None:
    text = INJECTIONS[name][:20_000]
    fields = dict.fromkeys(("error_type", "message", "environment", "endpoint", "url", "stack", "release"), text)
    error_id = site.report("java", {**fields, "context": {text[:100]: text}}).json["id"]

    page = shown(site, error_id, staff(site)).text

    assert not re.search(
        r"<(?!/?(?:html|head|meta|title|style|body|main|p|span|h1|h2|dl|dt|dd|pre|ol|li|time|!))", page
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", page)


@pytest.mark.parametrize(
    ("token", "status", "sentence"), [("", 401, "Enter a token first."), ("elt_wrong", 401, "This token is not valid")]
)
def test_a_wrong_token_is_told_so_and_may_try_again(site: Site, token: str, status: int, sentence: str) -> None:
    answer = shown(site, site.report("java", ERROR).json["id"], token)

    assert answer.status_code == status
    assert sentence in answer.text
    assert 'type="password"' in answer.text
    assert "x is undefined" not in answer.text


@pytest.mark.parametrize("scope", [Scope.READ, Scope.INGEST])
def test_a_token_that_is_not_staffs_is_told_so(site: Site, scope: Scope) -> None:
    answer = shown(site, site.report("java", ERROR).json["id"], staff(site, scope))

    assert answer.status_code == 403
    assert "takes one with the scope staff or admin" in answer.text


def test_a_token_in_the_address_is_not_read(site: Site) -> None:
    error_id = site.report("java", ERROR).json["id"]

    answer = site.client.post(f"{PAGE}{error_id}/?token={staff(site)}")

    assert answer.status_code == 401


@pytest.mark.parametrize("name", [str(UUID(int=1)), "not-an-id", "<script>"])
def test_an_error_that_is_not_there_is_a_page_too(site: Site, name: str) -> None:
    answer = shown(site, name, staff(site))

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no such thing here" in answer.text
    assert "<script>" not in answer.text


def test_a_form_too_long_is_refused(site: Site) -> None:
    assert shown(site, str(UUID(int=1)), "x" * 10_000).status_code == 413
