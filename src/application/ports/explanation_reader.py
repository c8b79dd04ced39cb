"""What explaining an error needs besides the error itself, its history and its notifications."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HourCount:
    """How many errors of a pattern arrived in the hour that began at `starts_at`."""

    starts_at: datetime
    count: int


class ExplanationReader(Protocol):
    """Reads for explanations."""

    def merged_into(self, episode_id: UUID, pattern_id: UUID) -> Sequence[UUID]:
        """The episodes of a pattern whose open errors this episode took over at a merge."""
        ...

    def arrivals(self, pattern_ids: Sequence[UUID], since: datetime, *, limit: int) -> Sequence[HourCount]:
        """Arrivals of these patterns together in the newest `limit` hours that had any and that began at `since` or
        later, oldest first.
        """
        ...

    def names(self, developer_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """Names of developers by id, removed ones too; those that are unknown are not in it."""
        ...
