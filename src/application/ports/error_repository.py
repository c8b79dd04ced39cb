"""Errors as they are written and changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.error_log import ErrorLog
from domain.severity import Severity
from domain.severity_counts import SeverityCounts


class ErrorRepository(Protocol):
    """Errors of one unit of work."""

    def known(self, error_ids: Iterable[UUID]) -> set[UUID]:
        """Which of these ids are stored already."""
        ...

    def add(self, errors: Iterable[ErrorLog]) -> None:
        """Store new errors. Raises DataRefused on an id that is stored already."""
        ...

    def get(self, error_id: UUID) -> ErrorLog | None:
        """One error, deleted ones too, or None."""
        ...

    def save(self, error: ErrorLog) -> None:
        """Overwrite what can change: status, owner, severity, resolution, deletion, expiry."""
        ...

    def earliest_open(self, episode_id: UUID) -> Mapping[Severity, datetime]:
        """The earliest `received_at` of the episode's open errors, for each severity that has any; from the
        partial index on episode, severity and received_at.
        """
        ...

    def count_open(self, episode_id: UUID) -> SeverityCounts:
        """A recount of the episode's open errors; scans them, for checks and repair only."""
        ...

    def give_owner(self, episode_id: UUID, owner_id: UUID, *, limit: int) -> int:
        """Give up to `limit` open errors of the episode that have no owner, or another, this one and the status
        assigned, those apart that are kept apart. How many were changed; fewer than `limit` means that none is left.
        """
        ...

    def keep_apart(self, error_id: UUID) -> None:
        """From now on the error keeps its owner whoever owns its episode."""
        ...

    def join_again(self, error_id: UUID) -> None:
        """From now on the error is owned by who owns its episode."""
        ...
