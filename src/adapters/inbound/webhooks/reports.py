"""Whatever a sender says about an error, made into a report: nothing is refused, and nothing is lost (C10, C14)."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.inbound.webhooks import field_readers
from adapters.inbound.webhooks.field_names import KnownName, known_name
from adapters.inbound.webhooks.field_readers import READERS
from domain.error_report import ErrorReport, JsonValue, Mark, MarkReason

_STAND_INS = {"error_type": "Error", "message": "(no message)"}
_OTHER_CODES = (KnownName("status_code", 2),)
"""`code` is an HTTP status where it can be one; else it is SQL's or PHP's, and nothing is wrong with it."""
_LONGEST_KEPT_SEVERITY = 200


def read_report(sent: Mapping[str, JsonValue], *, default_service: str, marks: Sequence[Mark] = ()) -> ErrorReport:
    """The report. Fields that we do not know, or cannot read, stay in the context under the names they came with.

    Args:
        default_service: for a report that names none.
        marks: what was already changed on the way here.
    """
    sorting = _Sorting(sent)
    fields, beside = sorting.fields, sorting.beside
    noted = [*marks, *(_mark_of(field, value) for field, value in sorting.unread.items() if field not in fields)]
    for field, stands_in in _STAND_INS.items():
        if field not in fields:
            fields[field] = stands_in
            if field not in sorting.unread:
                noted.append(Mark(field, MarkReason.DEFAULTED, "missing"))
    fields.setdefault("service", default_service)
    if beside:
        fields["context"] = _joined(fields.get("context", {}), beside)
    return ErrorReport(**fields, marks=tuple(noted))


class _Sorting:
    """What was sent, sorted out: `fields` were read, `beside` stays in the context, `unread` are values by field that
    could not be read as what their names say.
    """

    __slots__ = ("_names", "beside", "fields", "unread")

    def __init__(self, sent: Mapping[str, JsonValue]) -> None:
        self.fields: dict[str, Any] = {}
        self.beside: dict[str, JsonValue] = {}
        self.unread: dict[str, JsonValue] = {}
        self._names: dict[str, tuple[int, str]] = {}
        for name, value in sent.items():
            known = known_name(name)
            if value is None:
                continue
            if known is None:
                self.beside[name] = value
            else:
                self._take(known, name, value, sent)

    def _take(self, known: KnownName, name: str, value: JsonValue, sent: Mapping[str, JsonValue]) -> None:
        field, rank = known
        chosen = self._names.get(field)
        if chosen is not None and chosen[0] <= rank:
            self.beside[name] = value
            return
        read = READERS.get(field, field_readers.text)(value)
        if read is None:
            self._put_aside(known, name, value)
            return
        if chosen is not None:
            self.beside[chosen[1]] = sent[chosen[1]]
        self._names[field] = (rank, name)
        self.fields[field] = read

    def _put_aside(self, known: KnownName, name: str, value: JsonValue) -> None:
        if value == "":  # Says nothing.
            return
        self.beside[name] = value
        if known not in _OTHER_CODES:
            self.unread[known.field] = value


def _mark_of(field: str, value: JsonValue) -> Mark:
    if field == "severity":
        kept = value if isinstance(value, str) and len(value) <= _LONGEST_KEPT_SEVERITY else _kind_of(value)
        return Mark(field, MarkReason.UNKNOWN_SEVERITY, str(kept))
    return Mark(field, MarkReason.DEFAULTED, f"was {_kind_of(value)}")


def _kind_of(value: JsonValue) -> str:
    match value:
        case bool():
            return "a truth value"
        case int() | float():
            return "a number"
        case str():
            return "a text that cannot be read as such"
        case list():
            return "a list"
        case _:
            return "an object"


def _joined(context: Mapping[str, JsonValue], beside: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The context with what stood beside it, under another name where its own is taken."""
    joined = dict(context)
    for name, value in beside.items():
        free = name
        while free in joined:
            free += "_"
        joined[free] = value
    return joined
