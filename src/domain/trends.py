"""Which way a pattern goes, with the numbers that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt

DAY_HOURS = 24
USUAL_DAYS = 7
TREND_HOURS = DAY_HOURS * (1 + USUAL_DAYS)
"""A day, and the week before it that it is compared with."""

NEW_FOR = timedelta(days=1)
"""A pattern has no past to be compared with for so long."""
GONE_AFTER = timedelta(days=7)
"""A whole week covers what comes only on workdays, or once a week."""
GROWTH = 2.0
"""Twice or half as much: less is what weekdays differ by from each other."""
CERTAINTY = 3.0
"""Standard deviations of a count (its square root, as of arrivals that know nothing of each other): of a thousand
patterns that stay as they are about one looks changed."""
SMALLEST_SPIKE = 10
"""Errors in one hour; three errors of a pattern that has one a week are no spike."""
_BUSY_SHARE = 0.95
"""The hour that only a twentieth of its hours surpass: every working day's rush is no spike."""


class Trend(StrEnum):
    """How a pattern's arrivals change."""

    NEW = "new"
    """First seen within the last 24 hours."""
    SPIKING = "spiking"
    """The last hour has twice what its busy hours have."""
    RISING = "rising"
    """The last 24 hours have twice what a day of the week before had."""
    STEADY = "steady"
    FALLING = "falling"
    """The last 24 hours have half of what a day of the week before had."""
    GONE = "gone"
    """Not seen for 7 days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendReading:
    """The trend and what it was read from: errors in the last 24 hours (the running one is the last of them), errors
    a day in the 7 days before (or since the pattern was first seen), errors in the running hour or the one before,
    whichever has more, and errors in an hour that only one in twenty of the hours before surpasses.
    """

    trend: Trend
    last_day: int
    usual_day: float
    last_hour: int
    busy_hour: int
    silent_hours: int


def read_trend(hours: Sequence[int], *, first_seen: datetime, last_seen: datetime, now: datetime) -> TrendReading:
    """The trend of arrivals.

    Args:
        hours: arrivals in each hour of the clock, oldest first, the running hour last; of 8 days, what is missing at
            the start counts as zero.
    """
    counts = ([0] * TREND_HOURS + list(hours))[-TREND_HOURS:]
    before = counts[:-DAY_HOURS][-_lived_hours(first_seen, now) :]
    earlier = sorted([*before, *counts[-DAY_HOURS:-2]])
    last_day, last_hour = sum(counts[-DAY_HOURS:]), max(counts[-2:])
    usual_day, busy_hour = sum(before) / len(before) * DAY_HOURS, earlier[int(len(earlier) * _BUSY_SHARE)]
    age, silent = now - first_seen, max(now - last_seen, timedelta())
    if silent > GONE_AFTER:
        trend = Trend.GONE
    elif age < NEW_FOR:
        trend = Trend.NEW
    elif last_hour >= max(SMALLEST_SPIKE, GROWTH * busy_hour):
        trend = Trend.SPIKING
    else:
        trend = _direction(last_day, usual_day)
    return TrendReading(
        trend=trend,
        last_day=last_day,
        usual_day=usual_day,
        last_hour=last_hour,
        busy_hour=busy_hour,
        silent_hours=int(silent / timedelta(hours=1)),
    )


def _lived_hours(first_seen: datetime, now: datetime) -> int:
    """How many hours before the last day the pattern was known in; one at least, since a mean is taken of them."""
    lived = (now - first_seen) / timedelta(hours=1) - DAY_HOURS
    return max(1, min(round(lived), TREND_HOURS - DAY_HOURS))


def _direction(last_day: int, usual_day: float) -> Trend:
    if abs(last_day - usual_day) <= CERTAINTY * sqrt(last_day + usual_day):
        return Trend.STEADY
    if last_day >= GROWTH * usual_day:
        return Trend.RISING
    return Trend.FALLING if last_day * GROWTH <= usual_day else Trend.STEADY
