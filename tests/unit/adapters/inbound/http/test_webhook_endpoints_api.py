"""Webhook endpoints, as admins keep them."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.access import Scope
from domain.webhook_template import DEFAULT_TEMPLATE, FIELDS
from tests.support.site import API, Site

ENDPOINTS = f"{API}/webhook-endpoints/"
CHAT = {"name": "Chat", "url": "https://chat.example.org/hooks/s3cret-path"}


@pytest.fixture
def admin(site: Site) -> dict[str, str]:
    """A token of an admin."""
    return site.token(Scope.ADMIN)


def ask(site: Site, method: str, path: str, token: dict[str, str], body: Any = None, **headers: str) -> TestResponse:
    said = {} if body is None else {"json": body}
    return site.client.open(path, method=method, headers={**token, **headers}, **said)


def add(site: Site, token: dict[str, str], **said: Any) -> Any:
    answer = ask(site, "POST", ENDPOINTS, token, {**CHAT, **said})
    assert answer.status_code == 201, answer.json
    return answer.json


def one(endpoint: Any) -> str:
    return f"{ENDPOINTS}{endpoint['id']}/"


def test_an_endpoint_is_made_and_its_secret_shown_this_once(site: Site, admin: dict[str, str]) -> None:
    answer = ask(site, "POST", ENDPOINTS, admin, CHAT)

    shown = site.client.get(answer.headers["Location"], headers=admin)
    assert answer.json["secret"].startswith("whsec_")
    assert {**shown.json, "secret": answer.json["secret"]} == answer.json
    assert (shown.json["url"], shown.json["template"]) == ("https://chat.example.org/…", dict(DEFAULT_TEMPLATE))
    assert (shown.json["services"], shown.json["min_severity"], shown.json["active"]) == (["*"], "high", True)


def test_neither_secret_nor_path_is_shown_again(site: Site, admin: dict[str, str]) -> None:
    made = add(site, admin)
    rotated = ask(site, "POST", f"{one(made)}rotate-secret/", admin, {"overlap_h": 1}).json
    ask(site, "PATCH", one(made), admin, {"name": "Other"})

    said = [ask(site, "GET", path, admin).text for path in (ENDPOINTS, one(made), f"{API}/audit/")]

    assert rotated["secret"] != made["secret"]
    for secret in (made["secret"], rotated["secret"], "s3cret-path"):
        assert not any(secret in text for text in said)


def test_the_list_is_by_name_and_without_templates(site: Site, admin: dict[str, str]) -> None:
    add(site, admin, name="b")
    add(site, admin, name="a")

    listed = ask(site, "GET", ENDPOINTS, site.token(Scope.READ)).json

    assert (listed["count"], [each["name"] for each in listed["results"]]) == (2, ["a", "b"])
    assert "template" not in listed["results"][0]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", ""), ("GET", "x/"), ("PATCH", "x/"), ("DELETE", "x/"), ("POST", "x/test/")]
)
def test_only_admins_change_and_see_templates(site: Site, admin: dict[str, str], method: str, path: str) -> None:
    path = path.replace("x", add(site, admin)["id"])

    assert (
        ask(site, method, f"{ENDPOINTS}{path}", site.token(Scope.STAFF), {} if path == "" else None).status_code == 403
    )


def test_an_unknown_placeholder_is_refused_with_the_right_ones(site: Site, admin: dict[str, str]) -> None:
    answer = ask(site, "POST", ENDPOINTS, admin, {**CHAT, "template": {"text": "{{sevrity}}"}})

    [fault] = answer.json["errors"]
    assert (answer.status_code, fault["field"]) == (422, "template")
    assert all(name in json.dumps(fault) for name in FIELDS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("url", "ftp://chat.example.org/"),
        ("url", "https://user:pw@chat.example.org/"),
        ("services", []),
        ("min_severity", "worst"),
        ("template", {}),
        ("template", "{{severity}}"),
        ("active", 1),
        ("secret", "whsec_x"),
    ],
)
def test_what_does_not_fit_is_named(site: Site, admin: dict[str, str], field: str, value: object) -> None:
    made = add(site, admin)

    for method, path, body in (("POST", ENDPOINTS, {**CHAT, field: value}), ("PATCH", one(made), {field: value})):
        answer = ask(site, method, path, admin, body)
        assert (answer.status_code, [fault["field"] for fault in answer.json["errors"]]) == (422, [field])


def test_a_template_may_not_be_nested_without_end(site: Site, admin: dict[str, str]) -> None:
    body = '{"name":"x","url":"https://x.example/","template":{"a":' + "[" * 7_000 + "]" * 7_000 + "}}"

    answer = site.client.post(ENDPOINTS, data=body, content_type="application/json", headers=admin)

    assert answer.status_code == 400


def test_brackets_in_a_text_are_no_levels(site: Site, admin: dict[str, str]) -> None:
    add(site, admin, template={"text": '[{"\\' * 500})


def test_changes_what_is_named(site: Site, admin: dict[str, str]) -> None:
    made = add(site, admin)

    answer = ask(site, "PATCH", one(made), admin, {"services": ["java"], "template": {"text": "{{title}}"}})

    expected = {**made, "services": ["java"], "template": {"text": "{{title}}"}}
    del expected["secret"]
    assert (answer.status_code, answer.json) == (200, expected)


def test_a_name_belongs_to_one(site: Site, admin: dict[str, str]) -> None:
    add(site, admin)
    other = add(site, admin, name="Other")

    assert ask(site, "POST", ENDPOINTS, admin, CHAT).status_code == 409
    assert ask(site, "PATCH", one(other), admin, {"name": "Chat"}).status_code == 409


def test_a_change_of_what_somebody_else_changed_is_refused(site: Site, admin: dict[str, str]) -> None:
    made = add(site, admin)
    seen = ask(site, "GET", one(made), admin).headers["ETag"]
    assert ask(site, "PATCH", one(made), admin, {"name": "Other"}, **{"If-Match": seen}).status_code == 200

    for method, path, body in (("PATCH", "", {"name": "X"}), ("DELETE", "", None), ("POST", "rotate-secret/", {})):
        assert ask(site, method, f"{one(made)}{path}", admin, body, **{"If-Match": seen}).status_code == 412


def test_while_a_secret_is_replaced_it_is_said_until_when(site: Site, admin: dict[str, str]) -> None:
    made = add(site, admin)
    path = f"{one(made)}rotate-secret/"

    assert ask(site, "POST", path, admin, {"overlap_h": 0}).json["previous_until"] is None
    assert ask(site, "POST", path, admin, {}).json["previous_until"] is not None
    for wrong in (-1, 721, 1.5, "1"):
        assert ask(site, "POST", path, admin, {"overlap_h": wrong}).status_code == 422


def test_removed_it_is_gone(site: Site, admin: dict[str, str]) -> None:
    made = add(site, admin)

    assert ask(site, "DELETE", one(made), admin).status_code == 204
    assert ask(site, "GET", one(made), admin).status_code == 404
    assert ask(site, "POST", f"{one(made)}test/", admin).status_code == 404
    assert ask(site, "GET", ENDPOINTS, admin).json["results"] == []
    add(site, admin)


def test_a_test_message_says_what_came_of_it(site: Site, admin: dict[str, str]) -> None:
    made = add(site, admin, url="http://169.254.169.254/latest/meta-data/")

    answer = ask(site, "POST", f"{one(made)}test/", admin)

    assert (answer.status_code, answer.json["outcome"]) == (200, "unreachable")
    assert "WEBHOOK_ALLOWED_NETWORKS" in answer.json["answer"]


def test_what_admins_do_is_in_the_audit_log(site: Site, admin: dict[str, str]) -> None:
    made = add(site, admin)
    ask(site, "PATCH", one(made), admin, {"url": "https://other.example.org/s3cret-path", "active": False})
    ask(site, "POST", f"{one(made)}rotate-secret/", admin, {})
    ask(site, "POST", f"{one(made)}test/", admin)
    ask(site, "DELETE", one(made), admin)

    entries = ask(site, "GET", f"{API}/audit/?subject={made['id']}", admin).json["results"]

    assert [entry["action"].removeprefix("webhook_endpoint.") for entry in reversed(entries)] == [
        "create", "update", "rotate_secret", "test", "remove",
    ]  # fmt: skip
    assert entries[3]["detail"] == {"url": "changed", "active": False}


def test_there_are_not_more_than_fifty(site: Site, admin: dict[str, str]) -> None:
    for number in range(50):
        add(site, admin, name=f"Chat {number}")

    assert ask(site, "POST", ENDPOINTS, admin, CHAT).status_code == 409
