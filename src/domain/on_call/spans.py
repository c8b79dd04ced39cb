"""Spans of time together, and one without another."""

from collections.abc import Iterable, Sequence
from datetime import datetime

Span = tuple[datetime, datetime]
"""From the first moment until just before the second."""


def joined(spans: Iterable[Span]) -> Sequence[Span]:
    """The same time in as few spans as there can be, sorted."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def without(spans: Sequence[Span], others: Sequence[Span]) -> Sequence[Span]:
    """What of the spans is in none of the others; both as `joined` returns them."""
    left = []
    for begin, end in spans:
        at = begin
        for other_begin, other_end in others:
            if other_end <= at or other_begin >= end:
                continue
            if other_begin > at:
                left.append((at, other_begin))
            at = other_end
        if at < end:
            left.append((at, end))
    return left
