"""Where errors come in, and the webhooks' health, in the OpenAPI document."""

from collections.abc import Iterable, Mapping
from typing import Any

from apispec.core import Components

from adapters.inbound.http.doors import LARGEST_BATCH
from adapters.inbound.http.openapi_parts import RATE_LIMIT_HEADERS, headers, problems
from adapters.inbound.http.strict_reports import FIELDS, StrictField
from adapters.inbound.webhooks.platforms import PLATFORMS, Platform

_PROBLEMS = (400, 401, 403, 408, 413, 415, 422, 429, 503)
_ID, _PATTERN = "01a2b3c4-5d6e-7f80-9a1b-2c3d4e5f6a7b", "73c6f1a0-9d2b-5e4f-8a7c-1b2d3e4f5a6c"
_RECEIPT: Mapping[str, object] = {
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
_BATCH_RECEIPT: Mapping[str, object] = {
    "type": "object",
    "required": ["results", "stored", "repeated", "refused"],
    "properties": {
        "results": {"type": "array", "items": {"type": "object"}},
        "stored": {"type": "integer"},
        "repeated": {"type": "integer"},
        "refused": {"type": "integer"},
    },
}
_STRICT_EXAMPLE = {
    "service": "checkout",
    "error_type": "PaymentGatewayTimeout",
    "message": "no answer within 30 s",
    "severity": "critical",
    "environment": "production",
    "endpoint": "POST /api/payments",
    "status_code": 504,
    "release": "2.4.1",
    "user_id": "4711",
    "context": {"order": 99},
    "event_id": "6f2c1a90-3b4d-4e5f-8a9b-0c1d2e3f4a5b",
}
_LENIENT_EXAMPLE = {"message": "Cannot read properties of undefined", "severity": "error", "url": "/cart"}
_RECEIPT_EXAMPLE = {
    "id": _ID,
    "receipt": _ID,
    "outcome": "stored",
    "status": "open",
    "severity": "critical",
    "pattern": _PATTERN,
    "episode": _ID,
    "placement": "new_pattern",
    "marks": [],
}
_BATCH_EXAMPLE = {
    "results": [
        {"status": 201, "receipt": _ID},
        {"status": 422, "problem": {"type": "about:blank", "title": "", "status": 422, "detail": ""}},
    ],
    "stored": 1,
    "repeated": 0,
    "refused": 1,
}


def add_door_schemas(components: Components) -> None:
    """What doors take and answer."""
    components.schema("Receipt", dict(_RECEIPT))
    components.schema("BatchReceipt", dict(_BATCH_RECEIPT))
    components.schema("StrictReport", _strict_report())


def door_operations() -> dict[str, dict[str, object]]:
    """The operations of each view."""
    return {
        "post errors": {"post": _strict_operation()},
        **{f"post webhook/{platform.name}": {"post": _webhook_operation(platform)} for platform in PLATFORMS},
        "webhooks_healthy": {"get": _health_operation()},
    }


def _strict_report() -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in FIELDS.items() if field.required],
        "properties": {name: _property(field) for name, field in FIELDS.items()},
    }


def _property(field: StrictField) -> dict[str, object]:
    """A field that may be missing may be null as well."""
    schema: dict[str, Any] = {**field.schema, "description": field.expected}
    if not field.required:
        kinds = schema["type"]
        schema["type"] = [*([kinds] if isinstance(kinds, str) else kinds), "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _strict_operation() -> dict[str, object]:
    schema = {"$ref": "#/components/schemas/StrictReport"}
    return {
        "operationId": "report_error",
        "tags": ["errors"],
        "summary": "Report an error that fits exactly",
        "description": "Every field is checked; a refusal names all that are at fault. Needs an API token of scope"
        " `ingest` or a service's ingest key.",
        "security": [{"token": ["ingest"]}, {"ingest_key": []}],
        "parameters": ["Idempotency-Key"],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": _STRICT_EXAMPLE}},
        },
        "responses": {**_taken(("Receipt",)), **problems(_PROBLEMS)},
    }


def _webhook_operation(platform: Platform) -> dict[str, object]:
    one = {"type": "object", "description": "in snake_case or camelCase; what is not known goes into the context"}
    many = {"type": "array", "minItems": 1, "maxItems": LARGEST_BATCH, "items": one}
    examples = {
        "one": {"summary": "one error", "value": _LENIENT_EXAMPLE},
        "list": {"summary": "several", "value": [_LENIENT_EXAMPLE, {"message": "again"}]},
    }
    return {
        "operationId": f"report_{platform.name}_errors",
        "tags": ["webhooks"],
        "summary": platform.summary,
        "description": "Takes what it gets: what is missing is filled in, what does not fit is changed, and `marks`"
        f" says so. Errors that name no service are counted as `{platform.default_service}`.",
        "security": [{}, {"ingest_key": []}, {"token": ["ingest"]}],
        "parameters": ["Idempotency-Key"],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"anyOf": [one, many]}, "examples": examples}},
        },
        "responses": {
            **_taken(("Receipt", "BatchReceipt")),
            "207": _answer("Some of a list were stored", ("BatchReceipt",), _BATCH_EXAMPLE),
            **problems(_PROBLEMS),
        },
    }


def _taken(schemas: Iterable[str]) -> dict[str, object]:
    repeated = {**_RECEIPT_EXAMPLE, "outcome": "repeated"}
    return {
        "201": _answer("Stored, on disk", schemas, _RECEIPT_EXAMPLE),
        "200": _answer("Was stored before under the same event id", schemas, repeated),
    }


def _answer(description: str, schemas: Iterable[str], example: object) -> dict[str, object]:
    references = [{"$ref": f"#/components/schemas/{schema}"} for schema in schemas]
    schema = references[0] if len(references) == 1 else {"anyOf": references}
    return {
        "description": description,
        "headers": headers(*RATE_LIMIT_HEADERS),
        "content": {"application/json": {"schema": schema, "example": example}},
    }


def _health_operation() -> dict[str, object]:
    schema = {"type": "object", "required": ["status"], "properties": {"status": {"const": "healthy"}}}
    return {
        "operationId": "webhooks_healthy",
        "tags": ["webhooks"],
        "summary": "Say whether errors can be stored",
        "description": "For those who watch the webhooks: 200 while errors can be stored, else 503.",
        "security": [{}],
        "responses": {
            "200": {
                "description": "They can",
                "content": {"application/json": {"schema": schema, "example": {"status": "healthy"}}},
            },
            **problems([503]),
        },
    }
