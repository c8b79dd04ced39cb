"""Under which names senders put what we know: the document's and other usual ones."""

from functools import lru_cache
from typing import NamedTuple

_NAMES = {
    "service": ("service", "service_name"),
    "error_type": ("error_type", "exception_type", "exception_class", "exception", "type", "name"),
    "message": ("message", "error_message", "msg", "error"),
    "severity": ("severity", "level"),
    "environment": ("environment", "env"),
    "endpoint": ("endpoint", "screen", "route"),
    "status_code": ("status_code", "http_status", "code"),
    "release": ("release", "app_version", "version"),
    "user_id": ("user_id",),
    "session_id": ("session_id",),
    "url": ("url",),
    "user_agent": ("user_agent",),
    "stack_trace": ("stack_trace", "stack", "trace", "traceback", "backtrace"),
    "context": ("context",),
    "event_id": ("event_id",),
    "occurred_at": ("occurred_at", "timestamp"),
    "sent_at": ("sent_at",),
    "fingerprint": ("fingerprint",),
}
"""For each field of a report the names that are read for it, the best first: where a sender uses several, the best
counts and the others stay in the context."""

_LONGEST_NAME = 30


class KnownName(NamedTuple):
    """The field that a name stands for, and how good the name is for it (0 is the field's own)."""

    field: str
    rank: int


def _squeezed(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


_KNOWN = {_squeezed(name): KnownName(field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names)}


@lru_cache(maxsize=2048)
def _known_name(name: str) -> KnownName | None:
    return _KNOWN.get(_squeezed(name))


def known_name(name: str) -> KnownName | None:
    """What the name stands for, however it is written; None for a name of the sender's own."""
    return _known_name(name) if len(name) <= _LONGEST_NAME else None
