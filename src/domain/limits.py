"""Cuts what is longer than its limit, keeping head and tail: a Java root cause stands last."""

import marshal
from collections.abc import Callable, Mapping
from dataclasses import replace
from json import JSONEncoder

from domain.error_report import ErrorReport, JsonValue, Mark, MarkReason

LONG_TEXT = 65_536
CONTEXT = 65_536
"""Of its compact JSON."""
INDEXED_TEXT = 500
"""What every store can index, in bytes of UTF-8 as are all limits here."""

LIMITS = {
    "service": 100,
    "environment": 100,
    "error_type": INDEXED_TEXT,
    "endpoint": INDEXED_TEXT,
    "release": INDEXED_TEXT,
    "user_id": INDEXED_TEXT,
    "session_id": INDEXED_TEXT,
    "fingerprint": 200,
    "url": 2_000,
    "user_agent": 2_000,
    "message": LONG_TEXT,
    "stack_trace": LONG_TEXT,
}
_NOTE = 200
"""Of what a mark keeps."""
_TEXTS_IN_CONTEXT = (16_000, 4_000, 1_000)
"""Long texts of a context are cut to these, one after the other, before any value is dropped."""
DROPPED = "…"
"""The key that says how much was dropped."""

_compact = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def cut_to_limits(report: ErrorReport) -> ErrorReport:
    """Marks each cut field with its size before. Wants a storable report; changes nothing the second time, and
    returns the same object where nothing is too long.
    """
    changed: dict[str, object] = {}
    marks = []
    for name, limit in LIMITS.items():
        text = getattr(report, name)
        if text is not None and len(text) * 4 > limit and (size := _size(text)) > limit:
            changed[name] = cut(text, limit)
            marks.append(Mark(name, MarkReason.CUT, f"{size} bytes"))
    if report.context and not _surely_fits(report.context) and (size := _size(_compact(report.context))) > CONTEXT:
        changed["context"] = _cut_context(dict(report.context), size)
        marks.append(Mark("context", MarkReason.CUT, f"{size} bytes"))
    noted = [_cut_mark(mark) for mark in report.marks]
    if changed or any(new is not old for new, old in zip(noted, report.marks, strict=True)):
        return replace(report, **{**changed, "marks": (*noted, *marks)})  # type: ignore[arg-type]
    return report


def _surely_fits(context: Mapping[str, JsonValue]) -> bool:
    """A bound that costs a tenth of encoding: marshal's form (version 2 shares nothing) holds every text in UTF-8 and
    at least a byte for every other value; JSON's takes at most six times that.
    """
    return len(marshal.dumps(context, 2)) * 6 <= CONTEXT  # type: ignore[arg-type]


def cut(text: str, limit: int) -> str:
    """At most so many bytes: head, "… [cut N bytes] …", tail; no character is split. `limit` is at least 60."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= limit:
        return text
    room = limit - len(_notice(len(encoded)).encode())
    head = encoded[: room // 2].decode("utf-8", "ignore")
    tail = encoded[len(encoded) - (room - room // 2) :].decode("utf-8", "ignore")
    return f"{head}{_notice(len(encoded) - _size(head) - _size(tail))}{tail}"


def _notice(count: int) -> str:
    return f" … [cut {count} bytes] … "


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _cut_mark(mark: Mark) -> Mark:
    if _size(mark.detail) <= _NOTE and _size(mark.field) <= _NOTE:
        return mark
    return Mark(cut(mark.field, _NOTE), mark.reason, cut(mark.detail, _NOTE))


def _cut_context(context: dict[str, JsonValue], size: int) -> dict[str, JsonValue]:
    """Shortens long texts first, then drops the biggest values."""
    for longest in _TEXTS_IN_CONTEXT:
        context = {key: _shortened(value, longest) for key, value in context.items()}
        size = _size(_compact(context))
        if size <= CONTEXT:
            return context
    return _without_biggest(context, size)


def _shortened(value: JsonValue, longest: int) -> JsonValue:
    if isinstance(value, str):
        return cut(value, longest)
    if isinstance(value, dict):
        return {key: _shortened(item, longest) for key, item in value.items()}
    return [_shortened(item, longest) for item in value] if isinstance(value, list) else value


def _without_biggest(context: dict[str, JsonValue], size: int) -> dict[str, JsonValue]:
    """Drops whole values of the first level until the rest, and a note of 100 bytes, fits."""
    sizes = {key: _size(_compact({key: value})) - 1 for key, value in context.items()}
    by_size: Callable[[str], int] = sizes.__getitem__
    gone: set[str] = set()
    for key in sorted(sizes, key=by_size, reverse=True):
        if size <= CONTEXT - 100:
            break
        gone.add(key)
        size -= sizes[key]
    kept = {key: value for key, value in context.items() if key not in gone and key != DROPPED}
    return {**kept, DROPPED: f"[{len(gone)} values of {sum(map(by_size, gone))} bytes dropped]"}
