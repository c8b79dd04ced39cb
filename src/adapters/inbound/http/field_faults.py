"""What the reading of arguments found wrong, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from adapters.inbound.http.problems import FieldFault
from domain.display_text import safe_line

_BODY = "json"
_MOST = 100
"""A staff body, of 16 KiB at most, could have some thousand faults, each longer in the answer than it was itself."""
_NAME_CHARS = 80
"""A name that the sender made up stands in the path of each fault below it."""
_EXPECTED = "see the API's documentation"
_OF_A_DICT = {"key", "value"}
"""How marshmallow tells what is wrong with the one and the other of a `fields.Dict`; no body of ours has such names."""


def field_faults(data: Mapping[str, object]) -> Sequence[FieldFault]:
    """The first hundred, each with its path: `members[0]`, `preferences.channels.critical[0]`, names
    of more than 80 characters cut. What a query gives as a
    list is one text there, and has a name only.

    Args:
        data: as webargs keeps them: {place: {field: [sentence, …]}}, deeper where fields are nested.
    """
    places = data.get("messages")
    if not isinstance(places, dict):
        return []
    found = (
        fault if place == _BODY else replace(fault, field=fault.field.partition("[")[0])
        for place, fields in places.items()
        if isinstance(fields, dict)
        for fault in _within(fields, "")
    )
    return list(islice(found, _MOST))


def _within(messages: Any, path: str) -> Iterator[FieldFault]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _within(inner, _below(path, name, messages))
        return
    sentences = messages if isinstance(messages, list) else [messages]
    flat = [each for each in sentences if not isinstance(each, Mapping)]
    if flat:
        yield FieldFault(path, "; ".join(map(str, flat)), _EXPECTED)
    for each in sentences:
        if isinstance(each, Mapping):
            yield from _within(each, path)


def _below(path: str, name: object, siblings: Mapping[Any, object]) -> str:
    if isinstance(name, int):
        return f"{path}[{name}]"
    # What is wrong with a thing as a whole stands beside its fields.
    if path and (name == "_schema" or set(siblings) <= _OF_A_DICT):
        return path
    said = safe_line(str(name), _NAME_CHARS)
    return f"{path}.{said}" if path else said
