"""Counters of arrivals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from domain.statistics import CounterKey, Period


class CounterRepository(Protocol):
    """Counters of one unit of work."""

    def add(self, tallies: Mapping[Period, Mapping[CounterKey, int]]) -> None:
        """Raise each counter by its number, making it where it is new, in the order of the keys."""
        ...

    def total(self, period: Period, *, since: datetime, service: str | None = None) -> int:
        """The sum of the counters that start at `since` or later."""
        ...
