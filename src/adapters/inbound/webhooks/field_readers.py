"""One value each, read as generously as its meaning allows; None is a value that cannot be read as such."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from adapters.inbound.webhooks.times import moment_of
from domain.error_report import JsonValue
from domain.severity import Severity

Read: TypeAlias = "str | int | Severity | UUID | datetime | Mapping[str, JsonValue] | None"

_SEVERITIES = {severity.value: severity for severity in Severity}


def text(value: JsonValue) -> str | None:
    """Text, or a number or truth value as JSON writes it."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return str(value)
    return None


def lines(value: JsonValue) -> str | None:
    """Text, or a list of lines."""
    if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
        return "\n".join(str(line).rstrip("\n") for line in value)
    return text(value)


def service_name(value: JsonValue) -> str | None:
    """A name of printable characters: it decides which key is asked for, so nothing later may make it another's."""
    name = text(value)
    if name is None:
        return None
    if not name.isprintable():
        name = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return name.strip() or None


def severity(value: JsonValue) -> Severity | None:
    """One of the five, in whatever case."""
    return _SEVERITIES.get(value.strip().lower()) if isinstance(value, str) else None


def status_code(value: JsonValue) -> int | None:
    """An HTTP status; other codes (of SQL, of PHP, of a process) mean something else."""
    if isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdecimal():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_status = isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 599
    return value if is_status and isinstance(value, int) else None


def event_id(value: JsonValue) -> UUID | None:
    """A UUID, with or without hyphens."""
    try:
        return UUID(value) if isinstance(value, str) and len(value) <= 45 else None
    except ValueError:
        return None


def moment(value: JsonValue) -> datetime | None:
    """A moment in any of the usual forms."""
    return moment_of(value)


def mapping(value: JsonValue) -> Mapping[str, JsonValue] | None:
    """An object; PHP writes an empty one as an empty list."""
    if isinstance(value, dict):
        return value
    return {} if value == [] else None


READERS: Mapping[str, Callable[[JsonValue], Read]] = {
    "service": service_name,
    "severity": severity,
    "status_code": status_code,
    "stack_trace": lines,
    "fingerprint": lines,
    "event_id": event_id,
    "occurred_at": moment,
    "sent_at": moment,
    "context": mapping,
}
"""How each field is read; those that are not here are text."""
