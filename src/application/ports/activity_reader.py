"""What went on of late, as analyses and summaries look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.episode import Episode


@dataclass(frozen=True, slots=True)
class SeenEpisode:
    """An episode, with its pattern's words."""

    episode: Episode
    error_type: str
    title: str


class ActivityReader(Protocol):
    """Reads over all services, the worst first, then the newest; at most `limit` of each."""

    def busy_patterns(self, since: datetime, *, at_least: int) -> Sequence[UUID]:
        """The patterns of which so many came in the hours that began at `since` or later, under the one that stands for
        them.
        """
        ...

    def opened(self, since: datetime, *, limit: int) -> Sequence[SeenEpisode]:
        """Episodes that were opened since, also those that have ended."""
        ...

    def resolved(self, since: datetime, *, limit: int) -> Sequence[SeenEpisode]:
        """Episodes that were resolved since."""
        ...

    def overdue(self, now: datetime, *, limit: int) -> Sequence[SeenEpisode]:
        """Open episodes whose deadline has passed."""
        ...

    def owned(self, owner_id: UUID, *, limit: int) -> Sequence[SeenEpisode]:
        """Somebody's open episodes."""
        ...

    def open_of(self, pattern_ids: Sequence[UUID]) -> Sequence[SeenEpisode]:
        """The open episodes of these patterns."""
        ...
