"""Parts of the order that all lists follow: that of the ids, which begin with the millisecond of receipt."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_END = 1 << 128
CLOCKS_APART_MS = 10_000
"""How far an id may run ahead of the moment of receipt: ids never go back, and a clock that is set back does. More is
not looked for: the list would have to read whatever was received in that time.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The ids from `low` until just before `high`, as numbers of 128 bits."""

    low: int = 0
    high: int = _END

    @classmethod
    def between(cls, since: datetime | None, until: datetime | None) -> "Span":
        """Where whatever was received in that time lies; at both ends there may be some that was not."""
        return cls(
            0 if since is None else _front(_milliseconds(since)),
            _END if until is None else _front(_milliseconds(until, up=True) + CLOCKS_APART_MS),
        )

    @classmethod
    def surely_between(cls, since: datetime | None, until: datetime | None) -> "Span":
        """Where everything was received in that time."""
        return cls(
            0 if since is None else _front(_milliseconds(since, up=True) + CLOCKS_APART_MS),
            _END if until is None else _front(_milliseconds(until)),
        )

    def beyond(self, error_id: UUID, *, descending: bool) -> "Span":
        """What is left after this id on the way down, or up."""
        number = error_id.int
        if descending:
            return replace(self, high=min(self.high, number))
        return replace(self, low=max(self.low, number + 1))

    def within(self, other: "Span") -> "Span":
        """What both have."""
        return Span(max(self.low, other.low), min(self.high, other.high))

    def without(self, part: "Span", *, descending: bool) -> "Span":
        """What is left after this end of it on the way down, or up."""
        return Span(self.low, part.low) if descending else Span(part.high, self.high)

    def conditions(self, column: Any) -> list[ColumnElement[bool]]:
        """As SQL says it."""
        low = [column >= UUID(int=self.low)] if self.low > 0 else []
        return low if self.high >= _END else [*low, column < UUID(int=max(self.high, 0))]

    @property
    def is_empty(self) -> bool:
        """Whether no id lies in it."""
        return self.low >= self.high


def _milliseconds(moment: datetime, *, up: bool = False) -> int:
    elapsed = moment - _EPOCH
    return -(-elapsed // _MILLISECOND) if up else elapsed // _MILLISECOND


def _front(milliseconds: int) -> int:
    return min(max(milliseconds, 0), 1 << 48) << 80
