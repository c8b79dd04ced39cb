"""What each service has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.ports.clock import Clock
from application.ports.statistics_reader import Grouping, OpenWork, StatisticsFilter
from application.ports.unit_of_work import Store, UnitOfWork
from application.show_statistics import LARGEST_DAYS, MOST_GROUPS
from domain.errors import RuleViolation
from domain.series import Window
from domain.severity_counts import SeverityCounts

_ALL = StatisticsFilter()
_NOTHING = OpenWork(0, SeverityCounts())


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """One service: errors that arrived in the last 24 hours and in the last days, what is open now, and when the last
    error arrived.
    """

    service: str
    last_24_hours: int
    last_days: int
    open_episodes: int
    open_errors: SeverityCounts
    last_error_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesReport:
    """All services, over days from `since` until `until`."""

    since: datetime
    until: datetime
    services: Sequence[ServiceReport]


class ShowServices:
    """Each service that ever reported: what arrived in the last 24 hours and in the last `days`, and what is open now.

    - The service of which most arrived in these days is first; at most 1,000 are shown.
    - Hours are those of the clock, the running one the last. Deleted errors arrived, and count.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(self, days: int) -> ServicesReport:
        """The report. Raises RuleViolation for days that cannot be, StoreUnavailable."""
        if not 1 <= days <= LARGEST_DAYS:
            raise RuleViolation(f"statistics are over 1 to {LARGEST_DAYS} days")
        now = self._clock.now()
        window = Window.last_days(days, now=now)
        with self._store.reading() as work:
            of_day = _arrivals(work, Window.last_days(1, now=now))
            of_days = _arrivals(work, window)
            open_work = work.statistics_reader.open_work(_ALL)
            last_seen = work.statistics_reader.last_seen()
        services = [
            ServiceReport(
                service=service,
                last_24_hours=of_day[service],
                last_days=of_days[service],
                open_episodes=open_work.get(service, _NOTHING).episodes,
                open_errors=open_work.get(service, _NOTHING).errors,
                last_error_at=at,
            )
            for service, at in last_seen.items()
        ]
        services.sort(key=lambda report: (-report.last_days, report.service))
        return ServicesReport(since=window.since, until=now, services=services[:MOST_GROUPS])


def _arrivals(work: UnitOfWork, window: Window) -> Counter[str]:
    counts: Counter[str] = Counter()
    for cell in work.statistics_reader.arrivals(_ALL, window, by=Grouping.SERVICE):
        counts[str(cell.key)] += cell.counts.total
    return counts
