"""What was limited, cut or refused as it came in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

NOBODY_KNOWS = ""
"""Stands for the service where it was not told, or is none that errors were stored of."""


@dataclass(frozen=True, slots=True, order=True)
class IntakeCount:
    """How many errors of a service met this reason within the hour that began at `starts_at`."""

    starts_at: datetime
    service: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, order=True)
class IntakeTotal:
    """The same over many hours; `last_hour` is when the newest that had any began."""

    service: str
    reason: str
    count: int
    last_hour: datetime


class IntakeRepository(Protocol):
    """Intake counters of one unit of work."""

    def add(self, counts: Iterable[IntakeCount]) -> None:
        """Raise each counter by its number, making it where it is new, in the order of the keys. Several for one key
        are added up.
        """
        ...

    def totals(self, since: datetime, *, service: str | None = None) -> Sequence[IntakeTotal]:
        """What began at `since` or later, by service and reason; of all services unless one is named."""
        ...
