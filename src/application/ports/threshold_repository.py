"""Limits that are exceeded at present."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.thresholds import Crossing, RecentErrors, Rule


class ThresholdRepository(Protocol):
    """Crossings of one unit of work."""

    def recent_errors(self, since: datetime) -> Mapping[str, RecentErrors]:
        """By service what the one-minute counters that start at `since` or later counted."""
        ...

    def all(self) -> Sequence[Crossing]:
        """All crossings of services, unlocked."""
        ...

    def of_storage(self) -> Sequence[Crossing]:
        """All crossings of the installation's storage, unlocked."""
        ...

    def claim(self, crossing: Crossing) -> bool:
        """Store a new crossing, unless that rule of that service has one; whether it was stored. Of several at once one
        is.
        """
        ...

    def lock(self, service: str, rule: Rule) -> Crossing | None:
        """One crossing, locked until the unit of work ends, or None."""
        ...

    def save(self, crossing: Crossing) -> None:
        """Overwrite a locked crossing."""
        ...

    def remove(self, crossing: Crossing) -> None:
        """Remove a locked crossing: it is over."""
        ...
