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


_Place = tuple[datetime, str, str, Severity]
"""A minute, service, environment and severity: a commit has few of them, however many patterns."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How much each counter rises; `trusted` is how much of `services` came from senders who may page people."""

    services: dict[Period, Counter[CounterKey]]
    patterns: dict[Period, Counter[CounterKey]]
    trusted: dict[Period, Counter[CounterKey]] = field(default_factory=dict)


def tally(errors: Iterable[ErrorLog]) -> Tally:
    """What these arrivals add to the counters."""
    cells: Counter[tuple[_Place, UUID]] = Counter()
    trusted: Counter[_Place] = Counter()
    for error in errors:
        report, minute = error.report, Period.MINUTE.start(error.received_at)
        place = minute, report.service, report.environment, report.severity
        cells[place, error.pattern_id] += 1
        if error.trusted:
            trusted[place] += 1
    places: Counter[_Place] = Counter()
    for (place, _), count in cells.items():
        places[place] += count
    return Tally(
        services={period: _of_services(places, period) for period in Period},
        patterns={period: _of_patterns(cells, period) for period in PATTERN_PERIODS},
        trusted={period: _of_services(trusted, period) for period in Period},
    )


def _of_services(places: Counter[_Place], period: Period) -> Counter[CounterKey]:
    counted: Counter[CounterKey] = Counter()
    for (minute, service, environment, severity), count in places.items():
        counted[CounterKey(period.start(minute), service, environment, severity, None)] += count
    return counted


def _of_patterns(cells: Counter[tuple[_Place, UUID]], period: Period) -> Counter[CounterKey]:
    starts = {place[0]: period.start(place[0]) for place, _ in cells}
    counted: Counter[CounterKey] = Counter()
    for ((minute, service, environment, severity), pattern_id), count in cells.items():
        counted[CounterKey(starts[minute], service, environment, severity, pattern_id)] += count
    return counted
