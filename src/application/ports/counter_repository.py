"""Counters of arrivals."""

from datetime import datetime
from typing import Protocol

from domain.statistics import Period, Tally


class CounterRepository(Protocol):
    """Counters of one unit of work."""

    def add(self, counted: Tally) -> None:
        """Raise each counter by its number, making it where it is new, in the order of the keys."""
        ...

    def total(self, period: Period, *, since: datetime, service: str | None = None) -> int:
        """The sum of the services' counters that start at `since` or later."""
        ...
