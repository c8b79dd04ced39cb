"""Counters of arrivals: what statistics, thresholds and trends read instead of the errors."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.error_log import ErrorLog
from domain.severity import Severity


class Period(StrEnum):
    """The two sizes that arrivals are counted in; hours fold into days when they are old."""

    MINUTE = "minute"
    HOUR = "hour"


@dataclass(frozen=True, slots=True, order=True)
class CounterKey:
    """What one counter counts. Minutes are kept per service (`pattern_id` None), hours per pattern."""

    starts_at: datetime
    service: str
    environment: str
    severity: Severity
    pattern_id: UUID | None


def tally(errors: Iterable[ErrorLog]) -> dict[Period, Counter[CounterKey]]:
    """How much each counter rises by these arrivals."""
    counts: dict[Period, Counter[CounterKey]] = {Period.MINUTE: Counter(), Period.HOUR: Counter()}
    for error in errors:
        report, minute = error.report, error.received_at.replace(second=0, microsecond=0)
        place = (report.service, report.environment, report.severity)
        counts[Period.MINUTE][CounterKey(minute, *place, None)] += 1
        counts[Period.HOUR][CounterKey(minute.replace(minute=0), *place, error.pattern_id)] += 1
    return counts
