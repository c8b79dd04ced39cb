"""The OpenAPI document at `/api/error-logging/openapi.json`."""

from collections.abc import Iterable, Mapping

from flask import Flask
from flask_smorest import Api  # type: ignore[import-untyped]

from adapters.inbound.http.arrival import KEY_HEADER
from adapters.inbound.http.doors import LARGEST_BATCH
from adapters.inbound.http.envelope import API
from adapters.inbound.http.errors_schemas import ProblemSchema
from adapters.inbound.http.strict_reports import FIELDS
from adapters.inbound.webhooks.platforms import PLATFORMS, Platform

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_STRICT_PROBLEMS = (400, 401, 403, 413, 415, 422, 429, 503)
_RECEIPT = {
    "type": "object",
    "required": ["receipt"],
    "properties": {
        "receipt": {"type": "string", "format": "uuid", "description": "the error's id"},
        "id": {"type": "string", "format": "uuid", "description": "this and all below: for trusted senders only"},
        "outcome": {"enum": ["stored", "repeated"]},
        "status": {"type": ["string", "null"]},
        "severity": {"type": ["string", "null"]},
        "pattern": {"type": ["string", "null"], "format": "uuid"},
        "episode": {"type": ["string", "null"], "format": "uuid"},
        "placement": {"type": ["string", "null"]},
        "marks": {"type": "array", "items": {"type": "object"}},
    },
}
_BATCH_RECEIPT = {
    "type": "object",
    "required": ["results", "stored", "repeated", "refused"],
    "properties": {
        "results": {"type": "array", "items": {"type": "object"}},
        "stored": {"type": "integer"},
        "repeated": {"type": "integer"},
        "refused": {"type": "integer"},
    },
}


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest with problems instead of its own form of errors, which `failures` answers."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        pass


def make_api(app: Flask, version: str) -> ProblemApi:
    """The document, with the doors and the webhooks' health, which must be there; further blueprints add their own."""
    app.config.update(OPENAPI_URL_PREFIX=API, OPENAPI_JSON_PATH="openapi.json")
    api = ProblemApi(
        app, spec_kwargs={"title": "Error logging", "version": version, "openapi_version": "3.1.0", "servers": []}
    )
    components = api.spec.components
    components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    components.security_scheme("ingest_key", {"type": "apiKey", "in": "header", "name": KEY_HEADER})
    components.response("Problem", _problem_response())
    components.schema("Receipt", _RECEIPT)
    components.schema("BatchReceipt", _BATCH_RECEIPT)
    components.schema("StrictReport", _strict_report())
    documented = {
        "post errors": {"post": _strict_operation()},
        **{f"post webhook/{platform.name}": {"post": _webhook_operation(platform)} for platform in PLATFORMS},
        "webhooks_healthy": {"get": _health_operation()},
    }
    for endpoint, operations in documented.items():
        api.spec.path(rule=next(app.url_map.iter_rules(endpoint)), operations=operations)
    return api


def _strict_report() -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in FIELDS.items() if field.required],
        "properties": {name: {**field.schema, "description": field.expected} for name, field in FIELDS.items()},
    }


def _problem_response() -> dict[str, object]:
    return {
        "description": "A refusal",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds, with 429 and 503"}},
        "content": {"application/problem+json": {"schema": ProblemSchema()}},
    }


def _receipts(*schemas: str) -> Mapping[str, object]:
    references = [{"$ref": f"#/components/schemas/{schema}"} for schema in schemas]
    return {"application/json": {"schema": references[0] if len(references) == 1 else {"anyOf": references}}}


def _problems(statuses: Iterable[int]) -> dict[str, object]:
    return {str(status): _PROBLEM for status in statuses}


def _strict_operation() -> dict[str, object]:
    return {
        "tags": ["errors"],
        "summary": "Report an error that fits exactly",
        "security": [{"token": []}, {"ingest_key": []}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/StrictReport"}}},
        },
        "responses": {
            "201": {"description": "Stored", "content": _receipts("Receipt")},
            "200": {"description": "Was stored before under the same event id", "content": _receipts("Receipt")},
            **_problems(_STRICT_PROBLEMS),
        },
    }


def _webhook_operation(platform: Platform) -> dict[str, object]:
    one = {"type": "object", "description": "in snake_case or camelCase; what is not known goes into the context"}
    many = {"type": "array", "minItems": 1, "maxItems": LARGEST_BATCH, "items": one}
    return {
        "tags": ["webhooks"],
        "summary": platform.summary,
        "description": f"Errors that name no service are counted as `{platform.default_service}`.",
        "security": [{}, {"ingest_key": []}, {"token": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"anyOf": [one, many]}}}},
        "responses": {
            "201": {"description": "Stored", "content": _receipts("Receipt", "BatchReceipt")},
            "200": {"description": "Was stored before", "content": _receipts("Receipt", "BatchReceipt")},
            "207": {"description": "Some of a list", "content": _receipts("BatchReceipt")},
            **_problems(_STRICT_PROBLEMS),
        },
    }


def _health_operation() -> dict[str, object]:
    return {
        "tags": ["webhooks"],
        "summary": "Say whether errors can be stored",
        "security": [{}],
        "responses": {"200": {"description": "They can"}, "503": _PROBLEM},
    }
