"""One error with its pattern in one line of JSON, and back.

The names are those of the domain's fields as they were in version 1; a field that is missing has its default, one that
is unknown is passed over, so that files outlive releases either way.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from json import JSONEncoder, loads
from typing import Any
from uuid import UUID

import orjson

from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.error_report import ErrorReport, Mark, MarkReason
from domain.placement_reason import PlacementReason
from domain.severity import Severity

VERSION = 1


class LineUnreadable(ValueError):
    """Not a line that this version knows; the message says why and quotes nothing."""


def _plain(value: Any) -> Any:
    """What the standard library, which knows integers of any size, does not know."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, UUID):
        return str(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}


_ENCODER = JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def to_line(error: ErrorLog, pattern: ErrorPattern | None) -> bytes:
    """The line, with its end."""
    said = {"v": VERSION, "error": error, "pattern": pattern}
    try:
        return orjson.dumps(said, default=dict, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return _ENCODER.encode(said).encode() + b"\n"


def from_line(line: bytes) -> tuple[ErrorLog, ErrorPattern | None]:
    """What the line was made of. Raises LineUnreadable."""
    try:
        # The standard library's: orjson makes a float of an integer beyond 64 bits.
        said = loads(line)
        version = said["v"]
    except (KeyError, TypeError, ValueError) as fault:
        raise LineUnreadable(f"it is no error ({type(fault).__name__})") from None
    if version != VERSION:
        raise LineUnreadable("it was written by another version of this program")
    try:
        pattern = said.get("pattern")
        return _error(said["error"]), None if pattern is None else _made(ErrorPattern, pattern, _OF_PATTERN)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise LineUnreadable(f"it is no error ({type(fault).__name__})") from None


def _marks(said: Any) -> tuple[Mark, ...]:
    return tuple(Mark(mark["field"], MarkReason(mark["reason"]), mark.get("detail", "")) for mark in said)


_Readers = Mapping[str, Callable[[Any], Any]]
_OF_REPORT: _Readers = {
    "severity": Severity,
    "event_id": UUID,
    "occurred_at": datetime.fromisoformat,
    "sent_at": datetime.fromisoformat,
    "marks": _marks,
}
_OF_ERROR: _Readers = {
    "status": ErrorStatus,
    "placement": PlacementReason,
    **dict.fromkeys(("id", "pattern_id", "episode_id", "assigned_to"), UUID),
    **dict.fromkeys(("received_at", "occurred_at", "expires_at", "resolved_at", "deleted_at"), datetime.fromisoformat),
}
_OF_PATTERN: _Readers = {
    "severity": Severity,
    "status": PatternStatus,
    **dict.fromkeys(("id", "merged_into"), UUID),
    **dict.fromkeys(("first_seen", "last_seen", "resolved_at", "ignored_until"), datetime.fromisoformat),
}


def _error(said: dict[str, Any]) -> ErrorLog:
    report = _made(ErrorReport, said["report"], _OF_REPORT)
    error: ErrorLog = _made(ErrorLog, {**said, "report": report}, _OF_ERROR)
    return error


def _made(kind: type[Any], said: Mapping[str, Any], readers: _Readers) -> Any:
    known = {field.name for field in fields(kind)}
    return kind(**{name: _read(readers.get(name), value) for name, value in said.items() if name in known})


def _read(reader: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if reader is None or value is None else reader(value)
