"""Completes the OpenAPI document with what follows from elsewhere: who may call, how it may be refused, examples."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from flask import Flask

from adapters.inbound.http.descriptions import Description, description_of
from adapters.inbound.http.openapi_parts import headers, parameter, problems
from adapters.inbound.http.permissions import PERMISSIONS, changes_things
from domain.access import Scope

Operation: TypeAlias = dict[str, Any]

_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_UNDESCRIBED = Description(text="")
_ALL_BODIES = (400, 408, 413, 415, 422)
_ALL_TOKENS = (401, 403, 503)


def complete(document: Mapping[str, Any], app: Flask) -> None:
    """Add it to every operation of a view that takes tokens; the doors, and what anybody may call, bring their own."""
    endpoints = dict(_endpoints(app))
    for path, item in document["paths"].items():
        shared = item.pop("parameters", [])
        for method, operation in item.items():
            endpoint = endpoints[path, method]
            operation["parameters"] = [*shared, *map(_as_in_urls, operation.get("parameters", []))]
            operation.setdefault("operationId", endpoint.rpartition(".")[2].replace(" ", "_").replace("/", "_"))
            needed = PERMISSIONS.get(endpoint)
            if isinstance(needed, Scope):
                described = description_of(app.view_functions[endpoint]) or _UNDESCRIBED
                _complete(operation, path, method, described)
                operation["security"] = [{"token": [needed.value]}]
                operation["description"] = f"{described.text}\n\nNeeds a token of scope `{needed.value}`.".lstrip()
            _each_answer(operation, lambda answer: answer.setdefault("headers", {}).update(headers("X-Request-ID")))


def _endpoints(app: Flask) -> Iterator[tuple[tuple[str, str], str]]:
    """Which view answers a path, as the document spells it, and a method."""
    for rule in app.url_map.iter_rules():
        for method in rule.methods or ():
            yield (_ARGUMENT.sub(r"{\1}", rule.rule), method.lower()), rule.endpoint


def _as_in_urls(sent: dict[str, Any]) -> dict[str, Any]:
    """A parameter as it can stand in a URL, where there is no null: what is missing is left out."""
    schema = sent.get("schema", {})
    if schema.get("default") in (None, ""):
        schema.pop("default", None)
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in schema["type"] if kind != "null"]
        schema["type"] = kinds[0] if len(kinds) == 1 else kinds
    return sent


def _complete(operation: Operation, path: str, method: str, described: Description) -> None:
    changes = changes_things(method.upper())
    statuses = {*_ALL_TOKENS, *described.problems}
    if "{" in path:
        statuses.add(404)
    if any(sent.get("in") == "query" for sent in operation["parameters"]):
        statuses.add(422)
    if "requestBody" in operation:
        statuses.update(_ALL_BODIES)
        _exemplify(operation["requestBody"], described.request)
    operation["responses"] = {
        status: answer for status, answer in operation["responses"].items() if str(status)[0] in "23"
    }
    _each_answer(operation, lambda answer: _exemplify(answer, described.answer))
    if changes:
        statuses.update((400, 409, 422))
        operation["parameters"].append(parameter("Idempotency-Key"))
        _each_answer(operation, lambda answer: answer.setdefault("headers", {}).update(headers("Idempotent-Replayed")))
    if described.versioned:
        _say_versioned(operation, statuses, changes=changes)
    operation["responses"].update(problems(statuses))


def _say_versioned(operation: Operation, statuses: set[int], *, changes: bool) -> None:
    operation["parameters"].append(parameter("If-Match" if changes else "If-None-Match"))
    _each_answer(operation, lambda answer: answer.setdefault("headers", {}).update(headers("ETag")))
    if changes:
        statuses.add(412)
    else:
        operation["responses"]["304"] = {"description": "Nothing has changed", "headers": headers("ETag")}


def _each_answer(operation: Operation, change: Callable[[dict[str, Any]], object]) -> None:
    for answer in operation["responses"].values():
        if "$ref" not in answer:
            change(answer)


def _exemplify(part: Mapping[str, Any], example: object) -> None:
    """Of a request's body or an answer, whatever its media type."""
    for content in part.get("content", {}).values():
        if example is not None and not {"example", "examples"} & content.keys():
            content["example"] = example
