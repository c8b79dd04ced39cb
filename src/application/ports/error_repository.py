"""Errors as they are written and changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.episode import Episode
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity
from domain.severity_counts import SeverityCounts


class CarryPlace(NamedTuple):
    """How far an episode's open errors have been gone through, in the order in which they are: by severity's rank, then
    by receipt.
    """

    severity: int
    received_at: datetime


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

    def earliest_open_of(self, episode_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[Severity, datetime]]:
        """`earliest_open` of each."""
        ...

    def earliest_open(self, episode_id: UUID) -> Mapping[Severity, datetime]:
        """The earliest `received_at` of the episode's open errors, for each severity that has any; from the
        partial index on episode, severity and received_at. Errors of an episode that was merged into it and not
        carried yet are among them.
        """
        ...

    def count_open(self, episode_id: UUID) -> SeverityCounts:
        """A recount of the same; scans them, for checks and repair only."""
        ...

    def give_owner(
        self, episode_id: UUID, owner_id: UUID | None, *, limit: int, begin: CarryPlace | None = None
    ) -> tuple[int, CarryPlace | None]:
        """Give up to `limit` open errors of the episode that have another owner, or none, this one (None: nobody) and
        the status that goes with it, those apart that are kept apart. How many were changed, fewer than `limit` where
        none is left from `begin` on, and the place of the last: without it each batch would look through all before.
        """
        ...

    def give_end(
        self,
        episode: Episode,
        status: ErrorStatus,
        *,
        resolved_at: datetime | None,
        expires_at: datetime | None,
        limit: int,
    ) -> int:
        """Give up to `limit` open errors of the closed episode this status; with `expires_at` None they expire when
        they would have. Those without owner get the episode's. How many were changed, as above.
        """
        ...

    def move_open(self, episode_id: UUID, to_id: UUID, *, limit: int) -> int:
        """Move up to `limit` open errors of the episode into another. How many were moved, as above."""
        ...

    def hide(self, error: ErrorLog) -> None:
        """Words lead to the error no more: it was deleted."""
        ...

    def show(self, error: ErrorLog) -> None:
        """Words lead to the error again: it was restored."""
        ...

    def erase(self, error: ErrorLog) -> None:
        """Overwrite a hidden error with its report, of which the content was taken out."""
        ...

    def is_kept_apart(self, error_id: UUID) -> bool:
        """Whether the error keeps its owner whoever owns its episode."""
        ...

    def keep_apart(self, error_id: UUID) -> None:
        """From now on the error keeps its owner whoever owns its episode."""
        ...

    def join_again(self, error_id: UUID) -> None:
        """From now on the error is owned by who owns its episode."""
        ...
