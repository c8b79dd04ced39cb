"""Errors as people look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.history import HistoryEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFilter:
    """What a list shows: every field that is not empty narrows it, several values of one widen it."""

    services: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    error_types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    owners: tuple[UUID, ...] = ()
    user_ids: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    pattern_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """A page, newest first. `older_than` asks for the next one, None on the last; `newer_than` for the one before,
    None on the first. `count` is exact up to 10,000, beyond which `count_capped` is true, and so it is where no more
    than the newest errors were looked through. A page that is `partial` may hold fewer than match, none even: only
    so many errors were looked through, and its cursor goes on from there.
    """

    errors: Sequence[ErrorLog]
    older_than: UUID | None
    newer_than: UUID | None
    count: int
    count_capped: bool
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDetail:
    """One error with what surrounds it; its status is the one in force, also while a batch still carries it."""

    error: ErrorLog
    pattern: ErrorPattern
    episode: Episode | None
    owner_name: str | None
    history: Sequence[HistoryEntry]


class ErrorReader(Protocol):
    """Reads of errors; deleted ones do not exist here."""

    def page(
        self, wanted: ErrorFilter, *, limit: int, older_than: UUID | None = None, newer_than: UUID | None = None
    ) -> ErrorPage:
        """A page of at most `limit`, by keyset over the time-ordered id, so that every page costs the same."""
        ...

    def detail(self, error_id: UUID) -> ErrorDetail | None:
        """One error with its pattern, episode, owner and the history of itself and its episode; None if unknown."""
        ...
