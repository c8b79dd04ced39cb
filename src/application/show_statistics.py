"""How many errors arrived, divided by what is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.ports.clock import Clock
from application.ports.statistics_reader import Arrivals, Grouping, OpenWork, StatisticsFilter
from application.ports.unit_of_work import Store, UnitOfWork
from domain.errors import RuleViolation
from domain.series import STEPS, Window, filled
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from domain.statistics import Period

LARGEST_DAYS = 90
MOST_DAYS_BY_HOUR = 31
MOST_PATTERNS = 50
"""Each of those that may be among them has to be summed up: for 100 these are twice as many."""
MOST_GROUPS = 1_000
"""Strangers name services and environments too: the answer must not grow with them."""
_NOTHING = SeverityCounts()
_PERIODS = {Grouping.HOUR: Period.HOUR, Grouping.DAY: Period.DAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatisticsQuery:
    """What is counted, over how many days, and what it is divided by."""

    days: int = 7
    by: Grouping = Grouping.SERVICE
    wanted: StatisticsFilter = StatisticsFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One service, severity, environment, pattern, hour or day. `by_severity` is None for patterns; those are told by
    `service`, `error_type` and `title`.
    """

    key: str | datetime | UUID
    count: int
    by_severity: SeverityCounts | None = None
    service: str | None = None
    error_type: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Arrivals from `since` until `until`, all and by group, and what is open now."""

    since: datetime
    until: datetime
    by_severity: SeverityCounts
    groups: Sequence[Group]
    open: SeverityCounts

    @property
    def total(self) -> int:
        """All that arrived."""
        return self.by_severity.total


class ShowStatistics:
    """Arrivals of the last `days` times 24 hours, and what is open now.

    - The hours are those of the clock, and the running one is the last. Days are those of UTC: by day, the first and
      the last are parts of days. By pattern whole days are counted: `since` says from when on. By hour `days` is at
      most 31.
    - By hour and by day there is a group for each, oldest first, also where nothing came. Else the group of which most
      came is first; by pattern there are the first 50 with their titles, and a pattern counts what was merged into it.
    - It counts what arrived, whatever became of it: resolved, ignored and deleted errors too. `open` counts open
      errors, however old; there an environment is that in which the errors' episode began.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(self, query: ShowStatisticsQuery) -> Statistics:
        """The statistics. Raises RuleViolation for days that cannot be, StoreUnavailable."""
        most = largest_days(query.by)
        if not 1 <= query.days <= most:
            raise RuleViolation(f"statistics by {query.by} are over 1 to {most} days")
        now = self._clock.now()
        window = _window(query, now)
        with self._store.reading() as work:
            by = Grouping.SEVERITY if query.by is Grouping.PATTERN else query.by
            arrivals = work.statistics_reader.arrivals(query.wanted, window, by=by)
            if query.by is Grouping.PATTERN:
                groups = _patterns(work, query.wanted, window)
            else:
                groups = _groups(arrivals, query.by, window, now)
            open_work = work.statistics_reader.open_work(query.wanted)
        return Statistics(
            since=window.since,
            until=now,
            by_severity=SeverityCounts.sum(cell.counts for cell in arrivals),
            groups=groups,
            open=_open(open_work, query.wanted),
        )


def largest_days(by: Grouping) -> int:
    """Over how many days there are statistics."""
    return MOST_DAYS_BY_HOUR if by is Grouping.HOUR else LARGEST_DAYS


def _window(query: ShowStatisticsQuery, now: datetime) -> Window:
    if query.by is Grouping.PATTERN:
        return Window.whole_days(query.days, now=now)
    return Window.last_days(query.days, now=now)


def _patterns(work: UnitOfWork, wanted: StatisticsFilter, window: Window) -> list[Group]:
    found = work.statistics_reader.patterns(wanted, window, limit=MOST_PATTERNS)
    return [
        Group(
            key=pattern.pattern_id,
            count=pattern.count,
            service=pattern.service,
            error_type=pattern.error_type,
            title=pattern.title,
        )
        for pattern in found
    ]


def _groups(arrivals: Sequence[Arrivals], by: Grouping, window: Window, now: datetime) -> list[Group]:
    found = _by_severity(arrivals) if by is Grouping.SEVERITY else {cell.key: cell.counts for cell in arrivals}
    if by in _PERIODS:
        return [_group(key, found.get(key, _NOTHING)) for key in _moments(_PERIODS[by], window.since, now)]
    groups = [_group(key, counts) for key, counts in found.items()]
    return sorted(groups, key=lambda group: (-group.count, str(group.key)))[:MOST_GROUPS]


def _moments(period: Period, since: datetime, now: datetime) -> list[datetime]:
    first, last = period.start(since), period.start(now)
    length = (last - first) // STEPS[period] + 1
    return [count.starts_at for count in filled({}, period, last=last, length=length)]


def _group(key: str | datetime, counts: SeverityCounts) -> Group:
    return Group(key=key, count=counts.total, by_severity=counts)


def _by_severity(arrivals: Sequence[Arrivals]) -> dict[str | datetime, SeverityCounts]:
    counts = SeverityCounts.sum(cell.counts for cell in arrivals)
    return {
        severity.value: SeverityCounts(**{severity.value: counts.of(severity)})
        for severity in Severity
        if counts.of(severity)
    }


def _open(found: Mapping[str, OpenWork], wanted: StatisticsFilter) -> SeverityCounts:
    counts = SeverityCounts.sum(work.errors for work in found.values())
    shown = wanted.severities or tuple(Severity)
    return SeverityCounts(**{severity.value: counts.of(severity) for severity in shown})
