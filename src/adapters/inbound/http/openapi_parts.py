"""The parts of the OpenAPI document that operations share: refusals, headers and parameters."""

from collections.abc import Iterable, Mapping

from apispec.core import Components

from adapters.inbound.http.arrival import KEY_HEADER
from adapters.inbound.http.problems import Problem, ProblemKind

_PROBLEM_TYPE = "application/problem+json"
_PROBLEM: Mapping[str, object] = {
    "type": "object",
    "description": "RFC 9457; some kinds have further members",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "the kind; stable"},
        "title": {"type": "string", "description": "what happened, the same for each of the kind"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "what happened this time, and how to do better"},
        "instance": {"type": "string", "description": "the path that it happened at"},
        "request_id": {"type": "string", "description": "as it stands in the log"},
        "code": {"type": "string", "description": "the rule that was broken; stable"},
        "errors": {
            "type": "array",
            "description": "every field at fault",
            "items": {
                "type": "object",
                "required": ["field", "problem", "expected"],
                "properties": {name: {"type": "string"} for name in ("field", "problem", "expected")},
            },
        },
    },
}
_REQUEST_ID = "5f0c21d90000002a"
_STATUSES = sorted({kind.status for kind in ProblemKind})
_WITH_RETRY_AFTER = (409, 429, 503)

PARAMETERS: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "Idempotency-Key": (
        "makes it safe to send the request again for 24 hours: a repeat is not done again",
        "8e03978e-40d5-43dd-bc93-6894a57f9324",
        {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    ),
    "If-Match": (
        "the ETag of the state that the change is meant for, several by comma, or `*`: any other state is answered 412",
        '"1a2b3c4d5e6f7081"',
        {"type": "string"},
    ),
    "If-None-Match": (
        "the ETag of what is known already: 304 where nothing has changed",
        '"1a2b3c4d5e6f7081.0011223344556677"',
        {"type": "string"},
    ),
}
"""Headers of requests, each with what it says, an example and its schema."""

HEADERS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "X-Request-ID": ("the request's id, as it stands in the log; a sender's own is kept", {"type": "string"}),
    "Retry-After": ("seconds after which to ask again", {"type": "integer", "minimum": 1}),
    "WWW-Authenticate": ("how to identify oneself", {"type": "string"}),
    "ETag": ("the state that was answered, for If-Match and If-None-Match", {"type": "string"}),
    "Idempotent-Replayed": ("`true` where this is the answer to an earlier request", {"type": "string"}),
    "RateLimit-Policy": (
        '`"sender";q=600;w=60`: errors that this sender may report in a window of seconds',
        {"type": "string"},
    ),
    "RateLimit": ('`"sender";r=599;t=42`: errors that are left of it, and seconds until all are', {"type": "string"}),
}
"""Headers of answers."""

RATE_LIMIT_HEADERS = ("RateLimit-Policy", "RateLimit")


def add_parts(components: Components) -> None:
    """Put all of them into the document."""
    components.security_scheme("token", {"type": "http", "scheme": "bearer", "description": "an API token"})
    components.security_scheme(
        "ingest_key",
        {"type": "apiKey", "in": "header", "name": KEY_HEADER, "description": "a service's key, secret or public"},
    )
    components.schema("Problem", dict(_PROBLEM))
    for name, (description, example, schema) in PARAMETERS.items():
        components.parameter(
            name, "header", {"name": name, "description": description, "example": example, "schema": dict(schema)}
        )
    for name, (description, schema) in HEADERS.items():
        components.header(name, {"description": description, "schema": dict(schema)})
    for status in _STATUSES:
        components.response(f"Problem{status}", _problem_response(status))


def parameter(name: str) -> dict[str, str]:
    """A reference to a header of requests."""
    return {"$ref": f"#/components/parameters/{name}"}


def headers(*names: str) -> dict[str, dict[str, str]]:
    """References to headers of answers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def problems(statuses: Iterable[int]) -> dict[str, object]:
    """References to refusals."""
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(statuses)}


def _problem_response(status: int) -> dict[str, object]:
    kinds = [kind for kind in ProblemKind if kind.status == status]
    names = ["X-Request-ID"]
    if status in _WITH_RETRY_AFTER:
        names.append("Retry-After")
    if status == 401:
        names.append("WWW-Authenticate")
    if status == 429:
        names += RATE_LIMIT_HEADERS
    examples = {kind.code: {"summary": kind.title, "value": _example(kind)} for kind in kinds}
    return {
        "description": "; ".join(kind.title for kind in kinds),
        "headers": headers(*names),
        "content": {_PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}},
    }


def _example(kind: ProblemKind) -> dict[str, object]:
    document = Problem(kind, kind.title + ".").document(instance="/api/error-logging/errors/")
    if kind is ProblemKind.INVALID:
        fault = {"field": "severity", "problem": "names no severity", "expected": "one of critical, high, …"}
        document["errors"] = [fault]
    return {**document, "request_id": _REQUEST_ID}
