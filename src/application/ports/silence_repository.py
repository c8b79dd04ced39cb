"""What nobody is told of for a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.episode import Episode
from domain.severity import Severity
from domain.silence import Silence


class SilenceRepository(Protocol):
    """Silences of one unit of work; what is in force is so by the store's clock."""

    def add(self, silence: Silence) -> None:
        """Store a new one."""
        ...

    def lock(self, silence_id: UUID) -> Silence | None:
        """One, locked until the unit of work ends, or None."""
        ...

    def save(self, silence: Silence) -> None:
        """Overwrite a locked one."""
        ...

    def all(self, *, ended_since: datetime | None = None) -> Sequence[Silence]:
        """Those in force and those to come, by their end; with a moment also those that ended then or later."""
        ...

    def matching(self, episode: Episode, severity: Severity) -> Silence | None:
        """The silence in force for news of the episode that are so bad, of several the one that ends last; or None."""
        ...

    def silenced_until(self, episode: Episode) -> datetime | None:
        """Until when nobody is told of the episode as it is, None where people are."""
        ...

    def claim_aftermath(self) -> Silence | None:
        """A settled silence whose aftermath is not done, locked; those that others hold are passed over."""
        ...

    def next_aftermath_at(self) -> datetime | None:
        """When the aftermath of the next silence is to be done, in the past where it is due; None where none is."""
        ...

    def lock_silenced(self, silence: Silence, *, after: UUID | None, limit: int) -> Sequence[Episode]:
        """Up to `limit` open episodes of which news were silenced from the silence's begin until it had settled, in
        order of their ids and after the one named, locked.
        """
        ...
