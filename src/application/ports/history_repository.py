"""The history of errors, episodes and patterns."""

from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from domain.history import HistoryEntry


class HistoryRepository(Protocol):
    """History of one unit of work; entries are only ever added."""

    def add(self, entries: Iterable[HistoryEntry]) -> None:
        """Store entries."""
        ...

    def of(self, subject_id: UUID) -> Sequence[HistoryEntry]:
        """All entries about one error, episode or pattern, oldest first."""
        ...
