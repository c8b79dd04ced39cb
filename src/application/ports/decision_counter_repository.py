"""How often the same was decided about errors of a pattern, where a history entry each would be a flood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class DecisionCount:
    """Within the hour that began at `starts_at`; `subject_id` is the pattern's, `reason` the rule's stable code."""

    subject_id: UUID
    starts_at: datetime
    reason: str
    count: int


class DecisionCounterRepository(Protocol):
    """Counts of repeated decisions of one unit of work."""

    def add(self, counts: Iterable[DecisionCount]) -> None:
        """Raise each counter by its number, making it where it is new, in the order of the keys. Several for one key
        are added up.
        """
        ...

    def of(self, subject_id: UUID, since: datetime, *, limit: int = 500) -> Sequence[DecisionCount]:
        """The newest `limit` counts of one pattern that start at `since` or later, oldest first."""
        ...
