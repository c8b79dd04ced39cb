"""The document of the API: valid, complete, and true to the application."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from adapters.inbound.http.permissions import PERMISSIONS
from adapters.inbound.http.strict_reports import FIELDS
from application.ports.rate_limiter import RateLimits
from domain.access import Scope
from tests.support.routes import routes_of
from tests.support.site import API, Site, opened_site
from tests.support.strategies import NOON

NOT_IN_IT = {"api-docs.openapi_json", "docs_page", "docs_file"}
"""What shows the document is not in it."""


class Operation(NamedTuple):
    """One of the document's."""

    name: str
    said: dict[str, Any]


def _document() -> tuple[dict[str, Any], dict[str, str]]:
    """The document, and each operation's view."""
    with opened_site(NOON, RateLimits()) as site:
        routes = [route for route in routes_of(site.client.application) if route.path.startswith(API)]
        views = {f"{route.method} {route.spelled}": route.view for route in routes if route.method != "OPTIONS"}
        return site.client.get(f"{API}/openapi.json").json, views


DOCUMENT, VIEWS = _document()
OPERATIONS = [
    Operation(f"{method.upper()} {path}", operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]
EACH = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


def test_it_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    validate(DOCUMENT)


def test_every_route_is_in_it_and_everything_in_it_is_a_route() -> None:
    documented = {operation.name for operation in OPERATIONS}

    assert documented == {name for name, view in VIEWS.items() if view not in NOT_IN_IT}


def test_each_operation_has_a_name_of_its_own() -> None:
    names = [operation.said["operationId"] for operation in OPERATIONS]

    assert len(set(names)) == len(names)


def test_each_tag_is_described() -> None:
    described = {tag["name"]: tag["description"] for tag in DOCUMENT["tags"]}

    assert all(described[tag] for operation in OPERATIONS for tag in operation.said["tags"])


@EACH
def test_it_says_what_it_does(operation: Operation) -> None:
    assert operation.said["summary"]
    assert len(operation.said["description"]) > 60, "its view is not decorated with `describes`"


@EACH
def test_it_says_who_may_call_it(operation: Operation) -> None:
    needed = PERMISSIONS.get(VIEWS[operation.name])

    if isinstance(needed, Scope):
        assert operation.said["security"] == [{"token": [needed.value]}]
    assert operation.said["security"]


@EACH
def test_it_says_how_it_refuses(operation: Operation) -> None:
    responses = operation.said["responses"]
    refusals = {status for status, response in responses.items() if status[0] in "45"}

    assert "503" in refusals
    assert {"401", "403"} <= refusals or {} in operation.said["security"]
    assert "404" in refusals or "{" not in operation.name
    assert {"400", "413", "415", "422"} <= refusals or "requestBody" not in operation.said
    assert all(responses[status] == {"$ref": f"#/components/responses/Problem{status}"} for status in refusals)
    assert "default" not in responses


@EACH
def test_it_shows_what_is_sent_and_what_is_answered(operation: Operation) -> None:
    answers = [response for status, response in operation.said["responses"].items() if status[0] == "2"]
    bodies = [operation.said["requestBody"]] if "requestBody" in operation.said else []

    assert answers
    for media in (media for part in (*bodies, *answers) for media in part.get("content", {}).values()):
        assert {"example", "examples"} & media.keys(), "`describes` was given no example"


@EACH
def test_what_it_shows_fits_what_it_says(operation: Operation) -> None:
    for schema, example in _shown(operation.said):
        assert _faults(schema, example) == []


def test_refusals_do_too() -> None:
    for response in DOCUMENT["components"]["responses"].values():
        for schema, example in _shown({"responses": {"": response}}):
            assert _faults(schema, example) == []


def test_it_names_the_fields_that_the_strict_door_takes() -> None:
    schema = DOCUMENT["components"]["schemas"]["StrictReport"]

    assert set(schema["properties"]) == set(FIELDS)
    assert schema["required"] == ["service", "error_type", "message"]


def test_a_body_is_required_where_a_field_is() -> None:
    changes = DOCUMENT["paths"][f"{API}/errors/{{error_id}}/"]["patch"]
    actions = ("restore", "resolve", "ignore", "reopen", "assign", "escalate", "acknowledge")

    assert changes["requestBody"]["required"] is True
    for action in actions:
        posted = DOCUMENT["paths"][f"{API}/errors/{{error_id}}/{action}/"]["post"]
        assert posted["requestBody"]["required"] is False, action


def test_it_is_sent_again_only_where_it_has_changed(shared_site: Site) -> None:
    tag = shared_site.client.get(f"{API}/openapi.json").headers["ETag"]

    assert shared_site.client.get(f"{API}/openapi.json", headers={"If-None-Match": tag}).status_code == 304


def _shown(said: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every example with its schema."""
    for part in (said.get("requestBody", {}), *said["responses"].values()):
        for media in part.get("content", {}).values():
            examples = [each["value"] for each in media.get("examples", {}).values()]
            for example in (*examples, *([media["example"]] if "example" in media else [])):
                yield media["schema"], example


REGISTRY = Registry().with_resource("urn:document", Resource(DOCUMENT, DRAFT202012))


def _faults(schema: dict[str, Any], example: Any) -> list[str]:
    outside = json.loads(json.dumps(schema).replace('"#/', '"urn:document#/'))
    return [error.message for error in OAS31Validator(outside, registry=REGISTRY).iter_errors(example)]
