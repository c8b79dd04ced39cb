"""What a service says about one error, and the marks left on it by whatever we changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from domain.severity import Severity

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"


class MarkReason(StrEnum):
    """Why a reported value is not stored as it was sent."""

    CUT = "cut"
    """Longer than its limit: head and tail were kept."""
    REPLACED = "replaced"
    """Held something that some store cannot hold (NUL, lone surrogate, NaN, a huge number, too deep)."""
    DEFAULTED = "defaulted"
    """Was missing, or not of the right kind: a default stands in."""
    UNKNOWN_SEVERITY = "unknown_severity"
    """Names no severity: medium stands in, `detail` keeps what was sent."""
    SEVERITY_CAPPED = "severity_capped"
    """The sender is not trusted to page: `detail` keeps what was sent."""
    TIME_CORRECTED = "time_corrected"
    """Lay outside what can be true, or the sender's clock was off."""
    FINGERPRINT_REFUSED = "fingerprint_refused"
    """Only a trusted sender may choose its own grouping."""
    EVENT_ID_REUSED = "event_id_reused"
    """Another body was stored under this event id: this one has an id of its own."""
    DROPPED = "dropped"
    """The storage was nearly full."""
    ERASED = "erased"
    """An administrator removed the content for good."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One change made to one field of a report."""

    field: str
    reason: MarkReason
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReport:
    """One error in the words of its sender; None means that it was not said.

    `context` holds whatever else was sent, in JSON's own types. `fingerprint` is the sender's wish for its
    grouping. `occurred_at` is the sender's clock, `sent_at` the same clock when it sent the request.
    """

    service: str
    error_type: str
    message: str
    severity: Severity = Severity.MEDIUM
    environment: str = "production"
    endpoint: str | None = None
    status_code: int | None = None
    release: str | None = None
    user_id: str | None = None
    session_id: str | None = None
    url: str | None = None
    user_agent: str | None = None
    stack_trace: str | None = None
    context: Mapping[str, JsonValue] = field(default_factory=dict)
    event_id: UUID | None = None
    occurred_at: datetime | None = None
    sent_at: datetime | None = None
    fingerprint: str | None = None
    marks: tuple[Mark, ...] = ()

    def marked(self, *marks: Mark) -> "ErrorReport":
        """The same report with further marks."""
        return replace(self, marks=(*self.marks, *marks))


TEXT_FIELDS = (
    "service",
    "error_type",
    "message",
    "environment",
    "endpoint",
    "release",
    "user_id",
    "session_id",
    "url",
    "user_agent",
    "stack_trace",
    "fingerprint",
)
"""The fields of a report that hold text, in the order in which they are shown."""
