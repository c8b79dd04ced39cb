"""The history of errors, episodes and patterns."""

from collections.abc import Iterable, Sequence
from datetime import datetime
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

    def latest(
        self,
        subject_id: UUID,
        action: str,
        *,
        until: datetime | None = None,
        reason: str | None = None,
        after: str | None = None,
    ) -> HistoryEntry | None:
        """The newest entry of that action about it, of one moment the last that was added; None where there is none.

        Args:
            until: not later than that; None: whenever.
            reason: with that reason; None: whatever it was.
            after: which led to that; None: whatever came of it.
        """
        ...
