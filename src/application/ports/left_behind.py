"""What lies with developers who were removed."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.episode import Episode


class LeftBehind(Protocol):
    """What removed developers still own, in one unit of work."""

    def claim_episodes(self, limit: int) -> Sequence[Episode]:
        """Up to `limit` of their open episodes, locked; those that others hold are passed over."""
        ...

    def overrides(self, limit: int) -> Sequence[tuple[UUID, UUID]]:
        """The first `limit`, by id, of the open errors they were given by hand, each with its episode, unlocked."""
        ...
