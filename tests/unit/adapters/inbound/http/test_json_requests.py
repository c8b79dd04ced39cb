"""Bodies of what staff send."""

from typing import Any
from uuid import uuid4

import pytest
from marshmallow import ValidationError

from adapters.inbound.http.json_requests import JsonBoolean
from domain.access import Scope
from tests.support.site import API, Site

ASSIGN = f"{API}/errors/{uuid4()}/assign/"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"data": b"", "content_type": "application/json"}, 400),
        ({"data": b"{", "content_type": "application/json"}, 400),
        ({"data": b"\xff", "content_type": "application/json"}, 400),
        ({"data": {"developer": "x"}}, 415),
        ({"data": b"{}", "content_type": "text/plain"}, 415),
        ({"data": b"{}"}, 415),
        ({"data": b"[]", "content_type": "application/json"}, 422),
        ({"data": b"null", "content_type": "application/json"}, 422),
        ({"data": b'{"no": 1}', "content_type": "application/json"}, 422),
        ({"data": b'{"no": 1}', "content_type": "application/merge-patch+json; charset=utf-8"}, 422),
        ({"data": b" " * 20_000, "content_type": "application/json"}, 413),
    ],
)
def test_what_is_not_what_is_wanted_is_refused_by_name(site: Site, sent: dict[str, Any], status: int) -> None:
    answer = site.client.post(ASSIGN, headers=site.token(Scope.STAFF), **sent)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_who_may_not_ask_is_not_told_about_the_body(site: Site) -> None:
    assert site.client.post(ASSIGN, data=b"x").status_code == 401


@pytest.mark.parametrize("value", [0, 1, "true", "yes", 1.0, []])
def test_only_a_truth_value_is_one(value: Any) -> None:
    with pytest.raises(ValidationError):
        JsonBoolean().deserialize(value)

    assert [JsonBoolean().deserialize(each) for each in (True, False)] == [True, False]
