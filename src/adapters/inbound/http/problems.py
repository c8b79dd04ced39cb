"""What is answered when a request is not done: problem details (RFC 9457)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from domain.trust import Refusal


class ProblemKind(Enum):
    """Every kind of refusal: its HTTP status and its title. The name is the end of the problem's `type`, and stable."""

    MALFORMED = (400, "The request cannot be read")
    MALFORMED_JSON = (400, "The body is not JSON")
    BROKEN_ENCODING = (400, "The body cannot be decoded")
    INCOMPLETE_BODY = (400, "The body ended before its announced length")
    CREDENTIALS_WANTED = (401, "This needs an API token or an ingest key")
    TOKEN_UNKNOWN = (401, "The API token is not valid")
    KEY_UNKNOWN = (401, "The ingest key is not valid")
    KEY_WANTED = (401, "The service takes only posts that carry its ingest key")
    SCOPE_TOO_SMALL = (403, "The API token does not allow this")
    KEY_OF_ANOTHER_SERVICE = (403, "The ingest key belongs to another service")
    ORIGIN_NOT_ALLOWED = (403, "The page's origin is not allowed")
    NOT_FOUND = (404, "There is no such thing here")
    METHOD_NOT_ALLOWED = (405, "The method is not known here")
    TIMED_OUT = (408, "The request took too long to arrive")
    CONFLICT = (409, "The request contradicts the present state")
    PRECONDITION_FAILED = (412, "It was changed since it was read")
    TOO_LARGE = (413, "The body is too large")
    BATCH_TOO_LONG = (413, "The batch holds too many errors")
    MEDIA_TYPE = (415, "The media type is not supported")
    CONTENT_ENCODING = (415, "The content encoding is not supported")
    INVALID = (422, "The content does not fit")
    RATE_LIMITED = (429, "Too much was sent")
    INTERNAL = (500, "Something went wrong on our side")
    SHED = (503, "Searches and trends give way to what is more urgent")
    UNAVAILABLE = (503, "Nothing can be stored or read at the moment")

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value[0]

    @property
    def title(self) -> str:
        """What happened, the same for each problem of the kind."""
        return self.value[1]

    @property
    def type(self) -> str:
        """The URI that names the kind."""
        return f"urn:problem-type:error-logging:{self.code}"

    @property
    def code(self) -> str:
        """The kind in words with hyphens."""
        return self.name.lower().replace("_", "-")


KIND_OF_STATUS = {
    400: ProblemKind.MALFORMED,
    401: ProblemKind.CREDENTIALS_WANTED,
    403: ProblemKind.SCOPE_TOO_SMALL,
    404: ProblemKind.NOT_FOUND,
    405: ProblemKind.METHOD_NOT_ALLOWED,
    408: ProblemKind.TIMED_OUT,
    409: ProblemKind.CONFLICT,
    412: ProblemKind.PRECONDITION_FAILED,
    413: ProblemKind.TOO_LARGE,
    415: ProblemKind.MEDIA_TYPE,
    422: ProblemKind.INVALID,
    429: ProblemKind.RATE_LIMITED,
    503: ProblemKind.UNAVAILABLE,
}
"""Which kind stands for a status that Flask or its routing decided on."""

REFUSALS = {
    Refusal.TOKEN_UNKNOWN: (ProblemKind.TOKEN_UNKNOWN, "It was never given out, has expired or was revoked."),
    Refusal.SCOPE_TOO_SMALL: (ProblemKind.SCOPE_TOO_SMALL, "The token's scope is not enough for this."),
    Refusal.KEY_UNKNOWN: (ProblemKind.KEY_UNKNOWN, "It was never given out, or was revoked."),
    Refusal.KEY_OF_ANOTHER_SERVICE: (
        ProblemKind.KEY_OF_ANOTHER_SERVICE,
        "The error's service is not the one that the key in X-Error-Logging-Key was made for.",
    ),
    Refusal.KEY_WANTED: (ProblemKind.KEY_WANTED, "Send the service's ingest key in the header X-Error-Logging-Key."),
    Refusal.CREDENTIALS_WANTED: (
        ProblemKind.CREDENTIALS_WANTED,
        "Send an API token as 'Authorization: Bearer …' or, to report errors, an ingest key in X-Error-Logging-Key.",
    ),
}


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field at fault: a path like `context.user`, what is wrong, and what was expected."""

    field: str
    problem: str
    expected: str


class Problem(Exception):
    """A refusal on its way to the sender.

    Args:
        detail: what happened this time and how to do better; holds nothing secret.
        errors: the fields at fault.
        headers: further headers of the answer.
        members: further members of the document.
    """

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        *,
        errors: Sequence[FieldFault] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        if kind.status == 401:
            self.headers.setdefault("WWW-Authenticate", 'Bearer realm="error-logging"')

    def document(self, instance: str | None = None) -> dict[str, object]:
        """The problem as RFC 9457 has it; `instance` is the path that it happened at."""
        document: dict[str, object] = {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if instance is not None:
            document["instance"] = instance
        if self.errors:
            document["errors"] = [
                {"field": fault.field, "problem": fault.problem, "expected": fault.expected} for fault in self.errors
            ]
        return document | self.members


def refused(refusal: Refusal) -> Problem:
    """The problem that tells of a refusal."""
    kind, detail = REFUSALS[refusal]
    return Problem(kind, detail)


def retry_later(kind: ProblemKind, detail: str, retry_after_s: int) -> Problem:
    """A problem that goes away by itself after so many seconds."""
    return Problem(kind, detail, headers={"Retry-After": str(max(1, retry_after_s))})
