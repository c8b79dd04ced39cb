"""Errors as people look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.episode import Episode
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern
from domain.history import HistoryEntry
from domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFilter:
    """What a list shows: every field that is not empty narrows it, several values of one widen it.

    `patterns` are found with all that was merged into them; one that was itself merged stands for what was stored under
    it. `words` are in lower case, and all of them are in the message or the type (`domain.search_terms`). `since` is
    the first moment of receipt, `until` the first no longer.
    """

    services: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    environments: tuple[str, ...] = ()
    error_types: tuple[str, ...] = ()
    statuses: tuple[ErrorStatus, ...] = ()
    endpoints: tuple[str, ...] = ()
    owners: tuple[UUID, ...] = ()
    user_ids: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    patterns: tuple[UUID, ...] = ()
    words: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


class ErrorOrdering(StrEnum):
    """How a list is ordered; the time is that of receipt, and orders what is equally severe too, the newest first."""

    NEWEST = "-received_at"
    OLDEST = "received_at"
    WORST = "-severity"
    MILDEST = "severity"

    @property
    def by_severity(self) -> bool:
        """Whether a place in the list has a severity too."""
        return self in (ErrorOrdering.WORST, ErrorOrdering.MILDEST)


@dataclass(frozen=True, slots=True)
class Place:
    """Between two errors of a list: after or before where this one stands, or stood. `severity` is there where the list
    is ordered by it.
    """

    error_id: UUID
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """A page. `next` is where the next one begins, None on the last; `previous` where the one before ends, None on the
    first. `count` is exact up to 10,000, beyond which `count_capped` is true, and so it is where more would have had to
    be looked at. A page that is `partial` may hold fewer than match, none even: only so many errors were looked at, and
    `next` (or `previous`, on the way back) goes on from there.

    The errors are as they are in force, without stack trace and context; their pattern is the one that stands for what
    was merged into it.
    """

    errors: Sequence[ErrorLog]
    next: Place | None
    previous: Place | None
    count: int
    count_capped: bool
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDetail:
    """One error with what surrounds it. It, its episode and its pattern are those in force, also while a batch still
    carries an owner, an end or a merge to it.
    """

    error: ErrorLog
    pattern: ErrorPattern
    episode: Episode | None
    owner_name: str | None
    history: Sequence[HistoryEntry]


class ErrorReader(Protocol):
    """Never changes anything; deleted errors do not exist for it."""

    def page(
        self,
        wanted: ErrorFilter,
        *,
        limit: int,
        ordering: ErrorOrdering = ErrorOrdering.NEWEST,
        after: Place | None = None,
        before: Place | None = None,
    ) -> ErrorPage:
        """At most `limit` errors: the first ones, the first after a place, or the last before one (of both given, what
        lies after).
        """
        ...

    def detail(self, error_id: UUID) -> ErrorDetail | None:
        """The error, or None."""
        ...
