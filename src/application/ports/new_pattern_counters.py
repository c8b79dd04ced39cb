"""How many patterns each service got, by the hour."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.pattern_flood import NewPatterns


class ServiceHour(NamedTuple):
    """The hour of the clock that began then, of one service."""

    service: str
    starts_at: datetime


class NewPatternCounters(Protocol):
    """Counts of new patterns of one unit of work."""

    def lock(self, hours: Iterable[ServiceHour]) -> Mapping[ServiceHour, NewPatterns]:
        """What each of these hours had so far, locked in their order until the unit of work ends, so that nobody else
        founds a pattern on an old number.
        """
        ...

    def save(self, counts: Mapping[ServiceHour, NewPatterns]) -> None:
        """Overwrite locked counts."""
        ...
