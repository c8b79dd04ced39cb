"""Counts over time, without gaps, and the windows that statistics are made over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.statistics import Period

STEPS: Mapping[Period, timedelta] = {
    Period.MINUTE: timedelta(minutes=1),
    Period.HOUR: timedelta(hours=1),
    Period.DAY: timedelta(days=1),
}
"""Days of UTC are all alike."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many came in the minute, hour or day that began then."""

    starts_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of `days` days from `since` until now: those before `first_day`, the first midnight, by the hour, the
    rest by the day, so that nine tenths of what is stored need not be read.
    """

    since: datetime
    first_day: datetime
    days: int

    @classmethod
    def last_days(cls, days: int, *, now: datetime) -> "Window":
        """As many times 24 hours, the running hour the last of them."""
        since = Period.HOUR.start(now) - timedelta(days=days) + STEPS[Period.HOUR]
        midnight = Period.DAY.start(since)
        return cls(since, midnight if midnight == since else midnight + STEPS[Period.DAY], days)

    @classmethod
    def whole_days(cls, days: int, *, now: datetime) -> "Window":
        """So many days that are over, and today so far."""
        midnight = Period.DAY.start(now) - timedelta(days=days)
        return cls(midnight, midnight, days)


def filled(counts: Mapping[datetime, int], period: Period, *, last: datetime, length: int) -> list[Count]:
    """`length` hours or days one after the other, oldest first, up to the one that begins at `last`; those that nothing
    is known of count zero.
    """
    starts = (last - STEPS[period] * back for back in range(length - 1, -1, -1))
    return [Count(start, counts.get(start, 0)) for start in starts]
