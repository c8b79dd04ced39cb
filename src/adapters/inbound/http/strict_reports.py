"""A report that fits exactly, or every field of it that does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from adapters.inbound.http.problems import FieldFault, Problem, ProblemKind
from adapters.inbound.webhooks.field_names import known_name
from domain.error_report import ErrorReport, JsonValue, Mark
from domain.limits import LIMITS
from domain.severity import Severity

_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_MOST_NAMED = 100
"""Faults that are named; a body of nothing but faults would make a longer answer than itself."""


class _Misfit(Exception):
    """The value is not what the field takes; says what is wrong."""


@dataclass(frozen=True, slots=True)
class StrictField:
    """One field: how it is read, what it takes in words, its JSON schema, and whether it must be there."""

    read: Callable[[JsonValue], object]
    expected: str
    schema: Mapping[str, object]
    required: bool = False


def read_strict_report(sent: JsonValue, *, marks: tuple[Mark, ...] = ()) -> ErrorReport:
    """The report. Raises Problem (422) that names every field at fault."""
    if not isinstance(sent, dict):
        raise Problem(ProblemKind.INVALID, "One error is a JSON object; only webhooks take lists of them.")
    fields: dict[str, Any] = {}
    faults = [
        FieldFault(name, "is missing", field.expected)
        for name, field in FIELDS.items()
        if field.required and sent.get(name) is None
    ]
    for name, value in sent.items():
        field = FIELDS.get(name)
        if field is None:
            faults.append(_unknown(name))
        elif value is not None:
            try:
                fields[name] = field.read(value)
            except _Misfit as misfit:
                faults.append(FieldFault(name, str(misfit), field.expected))
    if faults:
        raise _invalid(faults)
    return ErrorReport(**fields, marks=marks)


def _invalid(faults: list[FieldFault]) -> Problem:
    count = "1 field does" if len(faults) == 1 else f"{len(faults)} fields do"
    return Problem(ProblemKind.INVALID, f"{count} not fit; see `errors`.", errors=faults[:_MOST_NAMED])


def _unknown(name: str) -> FieldFault:
    known = known_name(name)
    better = "context" if known is None else known.field
    return FieldFault(name[:100], "is not a field of an error", f"put it into `{better}`")


def _text(longest: int) -> Callable[[JsonValue], str]:
    """`longest` in bytes of UTF-8, as all limits of stored texts."""

    def read(value: JsonValue) -> str:
        if not isinstance(value, str):
            raise _Misfit("is not text")
        if not value.strip():
            raise _Misfit("is empty")
        size = len(value.encode("utf-8", "replace"))
        if size > longest:
            raise _Misfit(f"has {size} bytes")
        return value

    return read


def _service(value: JsonValue) -> str:
    name = _text(LIMITS["service"])(value)
    if not name.isprintable() or name != name.strip():
        raise _Misfit("holds characters that cannot be seen")
    return name


def _id(value: JsonValue) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(LIMITS["user_id"])(value)


def _severity(value: JsonValue) -> Severity:
    try:
        return Severity(str(value))
    except ValueError:
        raise _Misfit("names no severity") from None


def _status_code(value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Misfit("is not an integer")
    if not 100 <= value <= 599:
        raise _Misfit("is no HTTP status")
    return value


def _event_id(value: JsonValue) -> UUID:
    try:
        return UUID(_text(45)(value))
    except ValueError:
        raise _Misfit("is not a UUID") from None


def _moment(value: JsonValue) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(40)(value))
        if moment.tzinfo is None:
            raise _Misfit("has no offset from UTC")
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Misfit("is not a time") from None
    if not _EARLIEST <= moment < _LATEST:
        raise _Misfit("lies outside the years 1990 to 2199")
    return moment


def _context(value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, dict):
        raise _Misfit("is not an object")
    return value


def _text_field(name: str, *, required: bool = False) -> StrictField:
    longest = LIMITS[name]
    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    read = _service if name == "service" else _text(longest)
    return StrictField(read, f"text of 1 to {longest:,} bytes", schema, required)


def _id_field(name: str) -> StrictField:
    longest = LIMITS[name]
    schema = {"type": ["string", "integer"], "maxLength": longest}
    return StrictField(_id, f"text of 1 to {longest:,} bytes, or an integer", schema)


_TIME = StrictField(
    _moment, "a time with an offset, as in 2026-11-23T12:00:00Z", {"type": "string", "format": "date-time"}
)

FIELDS: Mapping[str, StrictField] = {
    "service": _text_field("service", required=True),
    "error_type": _text_field("error_type", required=True),
    "message": _text_field("message", required=True),
    "severity": StrictField(
        _severity,
        "one of " + ", ".join(Severity),
        {"type": "string", "enum": [severity.value for severity in Severity], "default": "medium"},
    ),
    "environment": _text_field("environment"),
    "endpoint": _text_field("endpoint"),
    "status_code": StrictField(
        _status_code, "an HTTP status, 100 to 599", {"type": "integer", "minimum": 100, "maximum": 599}
    ),
    "release": _text_field("release"),
    "user_id": _id_field("user_id"),
    "session_id": _id_field("session_id"),
    "url": _text_field("url"),
    "user_agent": _text_field("user_agent"),
    "stack_trace": _text_field("stack_trace"),
    "context": StrictField(_context, "an object with whatever else is known", {"type": "object"}),
    "event_id": StrictField(_event_id, "a UUID of the sender's own", {"type": "string", "format": "uuid"}),
    "occurred_at": _TIME,
    "sent_at": _TIME,
    "fingerprint": _text_field("fingerprint"),
}
"""What `POST /errors/` takes; the OpenAPI document is made of the same table."""
