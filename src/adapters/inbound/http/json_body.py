"""JSON as senders really send it: fast where it is ordinary, in linear time where it is poison (C11)."""

import json
import re
from dataclasses import dataclass

from adapters.inbound.http.problems import Problem, ProblemKind
from domain.error_report import JsonValue, Mark, MarkReason

DEEPEST = 64
"""Levels that are read as JSON; what lies deeper is kept as its text. The stores' own limit (20) is below that."""
_MOST_DIGITS = 4300
"""Python's own limit on turning digits into a number, whose time grows with their square."""
_KEPT_DIGITS = 100

# A string that is never closed is taken to its end, or the search would begin anew at each quote in it.
_STRUCTURE = re.compile(r'"(?>(?:[^"\\]|\\.)*)"?|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class DecodedBody:
    """The value, and marks for what could not be kept as it was sent."""

    value: JsonValue
    marks: tuple[Mark, ...] = ()


def decode_json(body: bytes, *, lenient: bool) -> DecodedBody:
    """The body as a JSON value of at most 64 levels. Of a key that stands twice the last value holds.

    Args:
        lenient: take bytes that are not UTF-8 as replacement characters, and mark it.

    Raises:
        Problem: it is not JSON (400, with line and column).
    """
    marks: list[Mark] = []
    text = _text(body, marks, lenient=lenient)
    try:
        value = _load(text, marks)
        if _is_too_deep(value):
            value = _load(_flatten(text), marks)
    except RecursionError:
        value = _load(_flatten(text), marks)
    return DecodedBody(value, tuple(marks))


def _load(text: str, marks: list[Mark]) -> JsonValue:
    try:
        value: JsonValue = json.loads(text)
    except json.JSONDecodeError as fault:
        raise Problem(
            ProblemKind.MALFORMED_JSON,
            f"{fault.msg}: line {fault.lineno}, column {fault.colno}.",
            members={"line": fault.lineno, "column": fault.colno},
        ) from None
    except ValueError:  # Too many digits.
        value = json.loads(text, parse_int=lambda digits: _integer(digits, marks))
    return value


def _text(body: bytes, marks: list[Mark], *, lenient: bool) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError as fault:
        if not lenient:
            raise Problem(ProblemKind.MALFORMED_JSON, f"Byte {fault.start} is not UTF-8.") from None
        marks.append(Mark("body", MarkReason.REPLACED, "bytes that are not UTF-8"))
        text = body.decode(errors="replace")
    return text.removeprefix("\ufeff")


def _integer(digits: str, marks: list[Mark]) -> int | str:
    if len(digits) <= _MOST_DIGITS:
        return int(digits)
    if len(marks) < 2:
        marks.append(Mark("body", MarkReason.REPLACED, f"an integer of {len(digits)} digits"))
    return f"{digits[:_KEPT_DIGITS]}… ({len(digits)} digits)"


def _is_too_deep(value: JsonValue) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for holder in level
            for child in (holder.values() if isinstance(holder, dict) else holder if isinstance(holder, list) else ())
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def _flatten(text: str) -> str:
    """The same text with each value that opens below the deepest level as a string of its own text."""
    parts, depth, copied, opened = [], 0, 0, 0
    for token in _STRUCTURE.finditer(text):
        start = token.start()
        match text[start]:
            case "[" | "{":
                depth += 1
                if depth == DEEPEST + 1:
                    parts.append(text[copied:start])
                    opened = start
            case "]" | "}":
                if depth == DEEPEST + 1:
                    copied = start + 1
                    parts.append(json.dumps(text[opened:copied], ensure_ascii=False))
                depth -= 1
    if depth > DEEPEST:
        raise Problem(ProblemKind.MALFORMED_JSON, f"A value that is nested {DEEPEST} levels deep is never closed.")
    parts.append(text[copied:])
    return "".join(parts)
