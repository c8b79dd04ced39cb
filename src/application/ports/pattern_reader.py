"""Patterns as people look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.episode import Episode
from domain.error_pattern import ErrorPattern
from domain.severity import Severity
from domain.statistics import Period


class PatternOrder(StrEnum):
    """What a list is sorted by; the id settles what is equal."""

    LAST_SEEN = "last_seen"
    FIRST_SEEN = "first_seen"
    OCCURRENCES = "occurrences"
    USERS_AFFECTED = "users_affected"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternFilter:
    """What a list shows: every field that is not empty narrows it, several values of one widen it.

    `since` is about when it was last seen. Each of `words`, in lower case, stands in the title, the type or the
    culprit, as a word or as part of one. Merged patterns are shown only where `merged`, and then nothing else.
    """

    services: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    error_types: tuple[str, ...] = ()
    since: datetime | None = None
    words: tuple[str, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class PatternPlace:
    """Between two patterns of a sorted list: a value of what it is sorted by, and an id."""

    value: datetime | int
    pattern_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternPage:
    """A page. `after` asks for the next one, None on the last; `before` for the one before, None on the first."""

    patterns: Sequence[ErrorPattern]
    after: PatternPlace | None
    before: PatternPlace | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePage:
    """A page, newest first. `older_than` asks for the next one, None on the last; `newer_than` for the one before."""

    episodes: Sequence[Episode]
    older_than: UUID | None
    newer_than: UUID | None
    count: int


class PatternReader(Protocol):
    """Reads of patterns."""

    def page(
        self,
        wanted: PatternFilter,
        *,
        order: PatternOrder,
        descending: bool,
        limit: int,
        after: PatternPlace | None = None,
        before: PatternPlace | None = None,
    ) -> PatternPage:
        """A page of at most `limit`, by keyset. What patterns are sorted by moves as errors arrive: one that moved past
        the place meanwhile is shown twice, or not.
        """
        ...

    def get(self, pattern_id: UUID) -> ErrorPattern | None:
        """One pattern, or None."""
        ...

    def members(self, pattern_id: UUID) -> Sequence[ErrorPattern]:
        """The patterns that were merged into this one, in order of their ids."""
        ...

    def open_episode(self, pattern_id: UUID) -> tuple[Episode, str | None] | None:
        """The pattern's open episode with its owner's name, or None."""
        ...

    def episodes(
        self, pattern_ids: Sequence[UUID], *, limit: int, older_than: UUID | None = None, newer_than: UUID | None = None
    ) -> EpisodePage:
        """A page of at most `limit` of these patterns' episodes."""
        ...

    def counts(self, pattern_ids: Sequence[UUID], period: Period, *, since: datetime) -> Mapping[datetime, int]:
        """Arrivals of these patterns together in each hour or day (of UTC) with any that began at `since` or later."""
        ...

    def places(self, pattern_ids: Sequence[UUID], *, since: datetime) -> Mapping[tuple[str, Severity], int]:
        """Arrivals of these patterns together by environment and severity, of days that began at `since` or later."""
        ...
