"""Show one pattern with its course over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.ports.clock import Clock
from application.ports.unit_of_work import Store
from domain.episode import Episode
from domain.error_pattern import ErrorPattern
from domain.errors import NotFound
from domain.history import HistoryEntry
from domain.series import Count, filled
from domain.severity import Severity
from domain.statistics import Period
from domain.trends import TREND_HOURS, TrendReading, read_trend

HOURS_SHOWN = 48
DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternDetail:
    """One pattern with what surrounds it. `members` are the patterns that were merged into it; all counts are those of
    it and of them. `hours` and `days` are oldest first, the running one last.
    """

    pattern: ErrorPattern
    members: Sequence[ErrorPattern]
    episode: Episode | None
    owner_name: str | None
    trend: TrendReading
    hours: Sequence[Count]
    days: Sequence[Count]
    places: Mapping[tuple[str, Severity], int]
    history: Sequence[HistoryEntry]


class ShowPattern:
    """One pattern with its open episode, its history, and how often it came.

    - Hourly counts of the last 48 hours, daily counts of the last 30 days in UTC, and where those came from.
    - The trend with the numbers that say so: `new` in its first day, `gone` after 7 days of silence; `spiking` where
      an hour has twice what its busy hours have; `rising` and `falling` where a day has twice, or half, of what the
      days of the week before had, and more than chance explains; else `steady`.
    - The patterns that were merged into it count with it. One that was merged names in `merged_into` the pattern that
      stands for it, and shows what it had until then.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(self, pattern_id: UUID) -> PatternDetail:
        """The pattern. Raises NotFound, StoreUnavailable."""
        now = self._clock.now()
        hour, day = Period.HOUR.start(now), Period.DAY.start(now)
        with self._store.reading() as work:
            reader = work.pattern_reader
            pattern = reader.get(pattern_id)
            if pattern is None:
                raise NotFound("no pattern has this id")
            members = reader.members(pattern.id)
            ids = [pattern.id, *(member.id for member in members)]
            first_day = day - timedelta(days=DAYS_SHOWN - 1)
            by_hour = reader.counts(ids, Period.HOUR, since=hour - timedelta(hours=TREND_HOURS - 1))
            by_day = reader.counts(ids, Period.DAY, since=first_day)
            places = reader.places(ids, since=first_day)
            episode, owner_name = reader.open_episode(pattern.id) or (None, None)
            history = work.history.of(pattern.id)
        hours = filled(by_hour, Period.HOUR, last=hour, length=TREND_HOURS)
        return PatternDetail(
            pattern=pattern,
            members=members,
            episode=episode,
            owner_name=owner_name,
            trend=_trend(pattern, hours, now),
            hours=hours[-HOURS_SHOWN:],
            days=filled(by_day, Period.DAY, last=day, length=DAYS_SHOWN),
            places=places,
            history=history,
        )


def _trend(pattern: ErrorPattern, hours: Sequence[Count], now: datetime) -> TrendReading:
    return read_trend(
        [count.count for count in hours], first_seen=pattern.first_seen, last_seen=pattern.last_seen, now=now
    )
