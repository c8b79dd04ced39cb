"""The trend of a pattern, read from its counters."""

from datetime import datetime, timedelta

from application.ports.unit_of_work import UnitOfWork
from domain.error_pattern import ErrorPattern
from domain.series import filled
from domain.statistics import Period
from domain.trends import TREND_HOURS, TrendReading, read_trend


def trend_of(work: UnitOfWork, pattern: ErrorPattern, now: datetime) -> TrendReading:
    """With all that was merged into it."""
    hour = Period.HOUR.start(now)
    ids = [pattern.id, *work.patterns.members_of(pattern.id)]
    counts = work.pattern_reader.counts(ids, Period.HOUR, since=hour - timedelta(hours=TREND_HOURS - 1))
    hours = [each.count for each in filled(counts, Period.HOUR, last=hour, length=TREND_HOURS)]
    return read_trend(hours, first_seen=pattern.first_seen, last_seen=pattern.last_seen, now=now)
