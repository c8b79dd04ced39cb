"""Counters of arrivals: what statistics, thresholds and trends read instead of the errors."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
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


_Cell = tuple[datetime, str, str, Severity, UUID]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much each counter rises; `trusted` is how much of `services` came from senders who may page people."""

    services: dict[Period, Counter[CounterKey]]
    patterns: dict[Period, Counter[CounterKey]]
    trusted: dict[Period, Counter[CounterKey]] = field(default_factory=dict)


def tally(errors: Iterable[ErrorLog]) -> Tally:
    """What these arrivals add to the counters."""
    cells: Counter[_Cell] = Counter()
    trusted: Counter[_Cell] = Counter()
    for error in errors:
        report, minute = error.report, Period.MINUTE.start(error.received_at)
        cell = minute, report.service, report.environment, report.severity, error.pattern_id
        cells[cell] += 1
        if error.trusted:
            trusted[cell] += 1
    counted = Tally(
        services={period: Counter() for period in Period},
        patterns={period: Counter() for period in PATTERN_PERIODS},
        trusted={period: Counter() for period in Period},
    )
    for period in Period:
        starts = {cell[0]: period.start(cell[0]) for cell in cells}
        of_services, of_patterns = counted.services[period], counted.patterns.get(period)
        of_trusted = counted.trusted[period]
        for cell, count in cells.items():
            minute, service, environment, severity, pattern_id = cell
            start = starts[minute]
            key = CounterKey(start, service, environment, severity, None)
            of_services[key] += count
            of_trusted[key] += trusted[cell]
            if of_patterns is not None:
                of_patterns[CounterKey(start, service, environment, severity, pattern_id)] += count
    return counted
