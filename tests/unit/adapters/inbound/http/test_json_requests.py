"""Bodies of what staff send."""

from typing import Any
from uuid import uuid4

import pytest
from marshmallow import ValidationError

from adapters.inbound.http.json_requests import JsonBoolean
from domain.access import Scope
from tests.support.site import API, Site

ERROR = f"{API}/errors/{uuid4()}"
ACTIONS = ("restore", "resolve", "ignore", "reopen", "assign", "escalate", "acknowledge")
NO_BODY: list[dict[str, Any]] = [
    {},
    {"data": b""},
    {"data": b"", "content_type": "application/json"},
    {"data": b"", "content_type": "text/plain"},
]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
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
    answer = site.client.post(f"{ERROR}/assign/", headers=site.token(Scope.STAFF), **sent)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize("sent", NO_BODY)
def test_where_a_field_must_be_named_there_must_be_a_body(shared_site: Site, sent: dict[str, Any]) -> None:
    token = shared_site.token(Scope.STAFF)

    for answer in (
        shared_site.client.patch(f"{ERROR}/", headers=token, **sent),
        shared_site.client.post(f"{API}/developers/", headers=token, **sent),
    ):
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("sent", NO_BODY)
def test_where_no_field_must_be_named_there_need_not_be_a_body(
    shared_site: Site, action: str, sent: dict[str, Any]
) -> None:
    answer = shared_site.client.post(f"{ERROR}/{action}/", headers=shared_site.token(Scope.STAFF), **sent)

    assert answer.status_code == 404, "there is no such error, which is found out last"


def test_without_a_body_is_what_an_empty_object_means(site: Site) -> None:
    site.report("java", {"message": "pool"})
    token = site.token(Scope.STAFF)
    [error] = site.client.get(f"{API}/errors/", headers=token).json["results"]

    resolved = site.client.post(f"{API}/errors/{error['id']}/resolve/", headers=token)
    reopened = site.client.post(f"{API}/errors/{error['id']}/reopen/", headers=token, json={})

    assert [answer.json["error"]["status"] for answer in (resolved, reopened)] == ["resolved", "open"]


def test_who_may_not_ask_is_not_told_about_the_body(site: Site) -> None:
    assert site.client.post(f"{ERROR}/assign/", data=b"x").status_code == 401


@pytest.mark.parametrize("value", [0, 1, "true", "yes", 1.0, []])
def test_only_a_truth_value_is_one(value: Any) -> None:
    with pytest.raises(ValidationError):
        JsonBoolean().deserialize(value)

    assert [JsonBoolean().deserialize(each) for each in (True, False)] == [True, False]
