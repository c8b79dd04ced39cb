"""Counters of arrivals: what statistics, thresholds and trends read instead of the errors."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domain.error_log import ErrorLog
from domain.severity import Severity


class Period(StrEnum):
    """The sizes that arrivals are counted in; days are those of UTC."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"

    def start(self, moment: datetime) -> datetime:
        """When the minute, hour or day began that `moment` lies in."""
        minute = moment.replace(second=0, microsecond=0)
        if self is Period.MINUTE:
            return minute
        hour = minute.replace(minute=0)
        return hour if self is Period.HOUR else hour.replace(hour=0)


PATTERN_PERIODS = (Period.HOUR, Period.DAY)
"""Patterns are not counted by the minute."""


class CounterKey(NamedTuple):
    """What one counter counts: arrivals of a pattern, or those of a service in all where `pattern_id` is None.

    A tuple, since a commit makes, hashes and sorts hundreds: a dataclass does each of these in Python.
    """

    starts_at: datetime
    service: str
    environment: str
    severity: Severity
    pattern_id: UUID | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How much each counter rises."""

    services: dict[Period, Counter[CounterKey]]
    patterns: dict[Period, Counter[CounterKey]]


def tally(errors: Iterable[ErrorLog]) -> Tally:
    """What these arrivals add to the counters."""
    cells: Counter[tuple[datetime, str, str, Severity, UUID]] = Counter()
    for error in errors:
        report, minute = error.report, Period.MINUTE.start(error.received_at)
        cells[minute, report.service, report.environment, report.severity, error.pattern_id] += 1
    counted = Tally(
        services={period: Counter() for period in Period}, patterns={period: Counter() for period in PATTERN_PERIODS}
    )
    for period in Period:
        starts = {cell[0]: period.start(cell[0]) for cell in cells}
        of_services, of_patterns = counted.services[period], counted.patterns.get(period)
        for (minute, service, environment, severity, pattern_id), count in cells.items():
            start = starts[minute]
            of_services[CounterKey(start, service, environment, severity, None)] += count
            if of_patterns is not None:
                of_patterns[CounterKey(start, service, environment, severity, pattern_id)] += count
    return counted
