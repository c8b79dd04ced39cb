"""Of what a service had most when it had too many errors."""

from collections.abc import Mapping, Sequence

from application.notice_words import MOST_NAMED, NAME_CHARS
from application.ports.statistics_reader import PatternArrivals, StatisticsFilter
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store
from domain.display_text import safe_line
from domain.error_report import ErrorReport, JsonValue
from domain.series import Window
from domain.severity import Severity
from domain.thresholds import ThresholdRule

_KEY = "most_that_day"


def busiest_patterns(store: Store, service: str, rule: ThresholdRule) -> Sequence[str]:
    """The three of which most came that day, as far as it went: patterns are counted by days. Empty where the store has
    no time for it: an alert without them is better than none.
    """
    severities = (Severity.CRITICAL,) if rule is ThresholdRule.CRITICAL_COUNT else ()
    wanted = StatisticsFilter(services=(service,), severities=severities)
    try:
        with store.reading() as work:
            today = Window.whole_days(0, now=work.now())
            return [_line(one) for one in work.statistics_reader.patterns(wanted, today, limit=MOST_NAMED)]
    except StoreUnavailable:
        return []


def context_of(busiest: Sequence[str]) -> Mapping[str, JsonValue]:
    """How the error that tells of it keeps them."""
    return {_KEY: list(busiest)} if busiest else {}


def busiest_in(report: ErrorReport) -> Sequence[str]:
    """What it kept; empty where it is of another kind."""
    kept = report.context.get(_KEY)
    return [one for one in kept if isinstance(one, str)][:MOST_NAMED] if isinstance(kept, list) else []


def _line(one: PatternArrivals) -> str:
    return f"{one.count:,} {safe_line(one.error_type, NAME_CHARS)}: {safe_line(one.title, NAME_CHARS)}"
