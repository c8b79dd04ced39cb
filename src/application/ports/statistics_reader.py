"""Statistics, out of the counters of arrivals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.series import Window
from domain.severity import Severity
from domain.severity_counts import SeverityCounts


class Grouping(StrEnum):
    """What statistics are divided by."""

    SERVICE = "service"
    SEVERITY = "severity"
    ENVIRONMENT = "environment"
    PATTERN = "pattern"
    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsFilter:
    """What is counted: every field that is not empty narrows it, several values of one widen it."""

    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many came of a group. The key is a service, an environment, or the moment at which an hour or a day of UTC
    began; by severity there is but one group.
    """

    key: str | datetime
    counts: SeverityCounts


@dataclass(frozen=True, slots=True)
class PatternArrivals:
    """How many of a pattern came, those included that were merged into it."""

    pattern_id: UUID
    service: str
    error_type: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open episodes of a service, and the open errors in them."""

    episodes: int
    errors: SeverityCounts


class StatisticsReader(Protocol):
    """Sums of counters; errors are never read. Deleted errors arrived too, and count."""

    def arrivals(self, wanted: StatisticsFilter, window: Window, *, by: Grouping) -> Sequence[Arrivals]:
        """Arrivals in the window by anything else than patterns; groups that nothing came of are left out."""
        ...

    def patterns(self, wanted: StatisticsFilter, window: Window, *, limit: int) -> Sequence[PatternArrivals]:
        """The patterns of which most arrived since the window's first day, most first."""
        ...

    def open_work(self, wanted: StatisticsFilter) -> Mapping[str, OpenWork]:
        """By service, all severities. An episode is of the environment in which it began."""
        ...

    def last_seen(self) -> Mapping[str, datetime]:
        """When each service's last error arrived, of all services that ever reported one."""
        ...
