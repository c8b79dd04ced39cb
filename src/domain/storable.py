"""Replaces what some store cannot hold, so that every store holds the same."""

import re
from collections.abc import Iterable
from dataclasses import replace
from math import isfinite

from domain.error_report import TEXT_FIELDS, ErrorReport, JsonValue, Mark, MarkReason

DEEPEST = 20
"""Levels of a context, itself the first."""
MOST_KEYS = 500
"""Entries of one mapping, wherever it lies."""
MOST_NODES = 10_000
"""Values of a whole context."""
LONGEST_KEY = 200
"""Characters."""
DROPPED = "…"
"""The key under which it is said how much was dropped."""

_NODES_KEPT = 9_900
"""Where there are more: leaves room to say so at each level, so that a second look finds nothing to drop."""
_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""PostgreSQL holds no NUL, UTF-8 no lone surrogate, XML none of the other control characters."""
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
"""BSON and SQL have 64 bits."""
_DIGITS_KEPT = 100
_MOST_BITS = 100_000
"""A longer number is not even divided: that alone would take milliseconds."""


def make_storable(report: ErrorReport) -> ErrorReport:
    """NUL, control characters but tab and line ends, and lone surrogates become U+FFFD; NaN and infinities their
    names; whole numbers beyond 64 bits their first 100 digits; what lies too deep or is too many (limits above)
    is left out, and keys lose `$` and dots to look-alikes, as MongoDB wants it. Each changed field is marked.

    Never raises; changes nothing the second time; returns the same object where all is well.
    """
    texts = {name: text for name in TEXT_FIELDS if (text := getattr(report, name)) is not None}
    noted = [text for mark in report.marks for text in (mark.field, mark.detail)]
    context = report.context if isinstance(report.context, dict) else dict(report.context)
    survey = _Survey([*texts.values(), *noted])
    if survey.finds_clean(context) and _is_small(report.status_code):
        return report
    changed: dict[str, object] = {name: _held(text) for name, text in texts.items() if _held(text) is not text}
    held = _Rewriting(MOST_NODES if survey.has_room(context) else _NODES_KEPT).mapping(context, 1)
    if held is not context:
        changed["context"] = held
    if not _is_small(report.status_code):
        changed["status_code"] = None
    marks = [Mark(_held(mark.field), mark.reason, _held(mark.detail)) for mark in report.marks]
    if not changed and marks == list(report.marks):
        return report
    marks += (Mark(name, MarkReason.REPLACED) for name in changed)
    return replace(report, **{**changed, "marks": tuple(marks)})  # type: ignore[arg-type]


def _is_small(number: int | None) -> bool:
    return number is None or -(2**31) <= number < 2**31


def _held(text: str) -> str:
    """The text without what cannot be held; the same object if there is nothing."""
    return text if text.isprintable() or not _UNHOLDABLE.search(text) else _UNHOLDABLE.sub("\ufffd", text)


def _are_held(texts: Iterable[str]) -> bool:
    """All at once: bytes are searched five times faster than text."""
    together = "\n".join(texts)
    try:
        encoded = together.encode()
    except UnicodeEncodeError:
        return False
    return len(encoded.translate(None, _CONTROLS)) == len(encoded)


class _Survey:
    """Looks whether anything must change at all, level by level, before anything is rebuilt."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def finds_clean(self, context: dict[str, JsonValue]) -> bool:
        """Whether the context and all texts can be held as they are."""
        level: list[JsonValue] = [context]
        nodes = depth = 0
        while level:
            below: list[JsonValue] = []
            if not all(self._is_clean(item, below, depth) for item in level):
                return False
            depth += 1
            nodes += len(level)
            if nodes > MOST_NODES:
                return False
            level = below
        return _are_held(self._texts)

    def _is_clean(self, item: JsonValue, below: list[JsonValue], depth: int) -> bool:
        if isinstance(item, str):
            self._texts.append(item)
            return True
        if isinstance(item, dict):
            below += item.values()
            return depth < DEEPEST and _are_keys_held(item)
        if isinstance(item, list):
            below += item
            return depth < DEEPEST
        return _is_number_held(item)

    @staticmethod
    def has_room(context: dict[str, JsonValue]) -> bool:
        """Whether no more values are there than are kept, as deep as is kept."""
        level: list[JsonValue] = [context]
        nodes = 0
        for _ in range(DEEPEST + 1):
            nodes += len(level)
            if nodes > MOST_NODES:
                return False
            level = [entry for item in level for entry in _entries(item)]
        return True


def _entries(item: JsonValue) -> Iterable[JsonValue]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()


def _are_keys_held(mapping: dict[str, JsonValue]) -> bool:
    if len(mapping) > MOST_KEYS:
        return False
    try:
        together = "\n".join(mapping)
    except TypeError:
        return False
    return (
        "." not in together
        and "$" not in together
        and "" not in mapping
        and (len(together) <= LONGEST_KEY or max(map(len, mapping), default=0) <= LONGEST_KEY)
        and together.replace("\n", "").isprintable()
    )


def _is_number_held(item: object) -> bool:
    kind = type(item)
    if kind is int:
        return _LOWEST <= item <= _HIGHEST  # type: ignore[operator]
    return isfinite(item) if kind is float else item is None or kind is bool  # type: ignore[arg-type]


class _Rewriting:
    """Rebuilds what must change, and keeps the same object where nothing must."""

    def __init__(self, most_nodes: int) -> None:
        self._left = most_nodes

    def mapping(self, mapping: dict[str, JsonValue], depth: int) -> dict[str, JsonValue]:
        """Entries beyond the limits are counted under one key."""
        kept: dict[str, JsonValue] = {}
        most = MOST_KEYS if len(mapping) <= MOST_KEYS else MOST_KEYS - 1
        for key, item in mapping.items():
            if len(kept) >= most or self._left <= 0:
                kept[DROPPED] = f"[{len(mapping) - len(kept)} more entries dropped]"
                break
            kept[_free(_held_key(key), kept)] = self._value(item, depth)
        same = len(kept) == len(mapping) and all(
            key is old and item is mapping[old] for (key, item), old in zip(kept.items(), mapping, strict=True)
        )
        return mapping if same else kept

    def _list(self, items: list[JsonValue], depth: int) -> list[JsonValue]:
        kept: list[JsonValue] = []
        for item in items:
            if self._left <= 0:
                kept.append(f"[{len(items) - len(kept)} more entries dropped]")
                break
            kept.append(self._value(item, depth))
        same = len(kept) == len(items) and all(new is old for new, old in zip(kept, items, strict=True))
        return items if same else kept

    def _value(self, item: JsonValue, depth: int) -> JsonValue:
        self._left -= 1
        if isinstance(item, str):
            return _held(item)
        if isinstance(item, dict | list):
            if depth >= DEEPEST:
                return f"[deeper than {DEEPEST} levels]"
            return self.mapping(item, depth + 1) if isinstance(item, dict) else self._list(item, depth + 1)
        return _held_number(item)


def _held_key(key: object) -> str:
    """Readable still, and alike on all stores."""
    if not isinstance(key, str):
        return f"({type(key).__name__})"
    held = _held(key).replace(".", "．")  # noqa: RUF001
    held = f"＄{held[1:]}" if held.startswith("$") else held  # noqa: RUF001
    return (held if len(held) <= LONGEST_KEY else f"{held[: LONGEST_KEY - 1]}…") or "(empty)"


def _free(key: str, taken: dict[str, JsonValue]) -> str:
    """The key, numbered where two became the same."""
    free, number = key, 1
    while free in taken:
        number += 1
        free = f"{key[: LONGEST_KEY - 10]} ({number})"
    return free


def _held_number(item: object) -> JsonValue:
    """Numbers by name or by their first digits where they do not fit; what is not of JSON by its type."""
    if _is_number_held(item):
        return item  # type: ignore[return-value]
    if isinstance(item, float):
        return "NaN" if item != item else "Infinity" if item > 0 else "-Infinity"  # noqa: PLR0124
    return _first_digits(item) if isinstance(item, int) else f"({type(item).__name__})"


def _first_digits(number: int) -> str:
    """At most 100 digits, and how many there are; Python itself refuses to write out more than 4,300."""
    size = abs(number)
    about = int(size.bit_length() * 0.30102999566) + 1
    if size.bit_length() > _MOST_BITS:
        return f"[whole number of about {about} digits]"
    surplus = max(0, about - 1 - _DIGITS_KEPT)
    head = str(size // 10**surplus)
    sign = "-" if number < 0 else ""
    digits = surplus + len(head)
    return f"{sign}{head}" if digits <= _DIGITS_KEPT else f"{sign}{head[:_DIGITS_KEPT]}… ({digits} digits)"
