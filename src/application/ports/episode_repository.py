"""Episodes: what people work on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.episode import Episode
from domain.severity import Severity


class Ownerless(NamedTuple):
    """What decides who could be given an episode."""

    id: UUID
    service: str
    severity: Severity


class EpisodeRepository(Protocol):
    """Episodes of one unit of work."""

    def lock_open(self, pattern_ids: Iterable[UUID]) -> dict[UUID, Episode]:
        """The open episode of each pattern that has one, by pattern id, locked in order of their ids. The
        patterns must be locked already, which makes "at most one open episode a pattern" hold.
        """
        ...

    def get(self, episode_id: UUID) -> Episode | None:
        """One episode, unlocked, or None."""
        ...

    def lock(self, episode_id: UUID) -> Episode | None:
        """One episode, locked until the unit of work ends, or None."""
        ...

    def get_all(self, episode_ids: Iterable[UUID]) -> dict[UUID, Episode]:
        """Those that there are, unlocked, by their ids."""
        ...

    def lock_all(self, episode_ids: Iterable[UUID]) -> dict[UUID, Episode]:
        """Those that there are, locked in order of their ids, by these."""
        ...

    def add(self, episodes: Iterable[Episode]) -> None:
        """Store new episodes. Raises DataRefused where a pattern would have two open ones."""
        ...

    def save(self, episodes: Iterable[Episode]) -> None:
        """Overwrite locked episodes."""
        ...

    def claim_triage(self, limit: int) -> Sequence[Episode]:
        """Up to `limit` marked episodes, the most urgent mark first and then the oldest, locked; those that another
        worker holds are passed over. Clearing the mark and committing finishes the claim; rolling back gives it up.
        """
        ...

    def mark_owner_wanted(self, *, now: datetime, limit: int = 500) -> Sequence[UUID]:
        """Mark up to `limit` open episodes without owner and without a mark for triage, in order of their ids; which
        they were. What is more than that workers mark in batches of their own.
        """
        ...

    def ownerless(self, *, after: UUID | None, limit: int) -> Sequence[Ownerless]:
        """Up to `limit` open episodes without owner and without a mark for triage, in order of their ids and after the
        one named; unlocked.
        """
        ...

    def want_owner(self, episode_ids: Sequence[UUID], *, now: datetime) -> Sequence[UUID]:
        """Mark those of these that are still open, without owner and without a mark for triage; which they were."""
        ...

    def claim_overdue(self, *, now: datetime, limit: int) -> Sequence[Episode]:
        """Up to `limit` open episodes whose climb is due, the earliest first, locked; those that another worker holds
        are passed over.
        """
        ...

    def next_escalation_at(self) -> datetime | None:
        """When the earliest climb is due, None where none is."""
        ...

    def claim_unacknowledged(self, *, now: datetime, limit: int) -> Sequence[Episode]:
        """Up to `limit` open episodes that somebody else is to be given by now, locked, others passed over."""
        ...

    def redirect_merged(self, from_id: UUID, to_id: UUID) -> None:
        """Episodes whose open errors still wait to join the first now wait to join the second."""
        ...

    def claim_uncarried(self, limit: int) -> Sequence[Episode]:
        """Up to `limit` episodes whose errors still wait to be given the owner, locked, others passed over."""
        ...
