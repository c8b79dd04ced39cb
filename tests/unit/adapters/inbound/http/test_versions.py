"""ETag, If-None-Match and If-Match."""

import pytest
from werkzeug.test import TestResponse

from adapters.inbound.http.versions import expected_version
from domain.access import Scope
from tests.support.site import API, Site

ERROR = {"error_type": "TypeError", "message": "x"}


def shown(site: Site, error_id: str, token: dict[str, str], **headers: str) -> TestResponse:
    return site.client.get(f"{API}/errors/{error_id}/", headers={**token, **headers})


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    token, error_id = site.token(Scope.READ), site.report("java", ERROR).json["receipt"]
    tag = shown(site, error_id, token).headers["ETag"]

    answer = shown(site, error_id, token, **{"If-None-Match": tag})

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)


def test_what_has_changed_is(site: Site) -> None:
    token, error_id = site.token(Scope.READ), site.report("java", ERROR).json["receipt"]
    tag = shown(site, error_id, token).headers["ETag"]
    site.report("java", ERROR)

    answer = shown(site, error_id, token, **{"If-None-Match": tag})

    assert (answer.status_code, answer.json["pattern_details"]["occurrences"]) == (200, 2)
    assert version(answer.headers["ETag"]) == version(tag)


def version(tag: str) -> str:
    return tag.strip('"').partition(".")[0]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("*", None),
        ('"abc.1"', "abc"),
        ('"abc"', "abc"),
        ('"b.1", "a.2"', "b,a"),
        ('W/"abc.1"', ""),
    ],
)
def test_if_match_as_commands_take_it(shared_site: Site, header: str | None, expected: str | None) -> None:
    headers = {} if header is None else {"If-Match": header}

    with shared_site.client.application.test_request_context(headers=headers):
        assert expected_version() == expected


@pytest.mark.parametrize("header", ["", "abc", '"a', '"a" "b', "W/", ",,", "\xff", "0"])
def test_what_is_no_tag_matches_nothing_and_breaks_nothing(site: Site, header: str) -> None:
    token, error_id = site.token(Scope.READ), site.report("java", ERROR).json["receipt"]

    assert shown(site, error_id, token, **{"If-None-Match": header}).status_code == 200
    with site.client.application.test_request_context(headers={"If-Match": header}):
        assert expected_version() in ("", "a")
