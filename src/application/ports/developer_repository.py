"""Developers, and who of them is free for an episode."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.assignment import Candidate
from domain.developer import Developer


class DeveloperRepository(Protocol):
    """Developers of one unit of work."""

    def add(self, developer: Developer) -> None:
        """Store a new developer. Raises DataRefused where the email address is taken."""
        ...

    def save(self, developer: Developer) -> None:
        """Overwrite one developer."""
        ...

    def get(self, developer_id: UUID) -> Developer | None:
        """One developer, removed ones too, or None."""
        ...

    def lock(self, developer_id: UUID) -> Developer | None:
        """One developer as now stored, removed ones too, or None; nobody else changes the row until this unit of work
        ends.
        """
        ...

    def all(self) -> Sequence[Developer]:
        """Every developer by name, except who was removed."""
        ...

    def open_episodes_of(self, developer_id: UUID) -> int:
        """How many open episodes this person owns."""
        ...

    def lock_candidates(self) -> Sequence[Candidate]:
        """Every active developer with the number of open episodes that this person owns, locked in order of their
        ids: whoever assigns next waits, so no turn of the robin is skipped and none is given twice.
        """
        ...
