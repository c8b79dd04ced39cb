"""What every `CounterRepository` promises."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.severity import Severity
from domain.statistics import PATTERN_PERIODS, CounterKey, Period, Tally
from tests.support.strategies import NOON


class CounterRepositoryContract:
    """For counters of arrivals."""

    def test_counters_add_up(self, store: Store) -> None:
        for number in (1, 5):
            with store.writing() as work:
                work.counters.add(_tally(services={Period.MINUTE: {_key(): number}, Period.HOUR: {_key(): 2 * number}}))
                work.commit()

        with store.reading() as work:
            assert work.counters.total(Period.MINUTE, since=NOON) == 6
            assert work.counters.total(Period.HOUR, since=NOON) == 12

    def test_nothing_counts_zero(self, store: Store) -> None:
        with store.writing() as work:
            work.counters.add(_tally())

            assert work.counters.total(Period.MINUTE, since=NOON) == 0

    def test_a_total_begins_at_its_moment(self, store: Store) -> None:
        minute = timedelta(minutes=1)
        with store.writing() as work:
            work.counters.add(_tally({Period.MINUTE: {_key(NOON + minute * n): 10**n for n in range(3)}}))

            assert work.counters.total(Period.MINUTE, since=NOON + minute) == 110
            assert work.counters.total(Period.MINUTE, since=NOON + minute + timedelta(microseconds=1)) == 100

    def test_a_total_of_one_service(self, store: Store) -> None:
        keys = {_key(service="java"): 3, _key(service="react"): 4, _key(severity=Severity.LOW): 5}
        with store.writing() as work:
            work.counters.add(_tally({Period.MINUTE: keys}))

            assert work.counters.total(Period.MINUTE, since=NOON, service="java") == 8
            assert work.counters.total(Period.MINUTE, since=NOON, service="php") == 0


def _tally(
    services: dict[Period, dict[CounterKey, int]] | None = None,
    patterns: dict[Period, dict[CounterKey, int]] | None = None,
) -> Tally:
    return Tally(
        services={period: Counter((services or {}).get(period, {})) for period in Period},
        patterns={period: Counter((patterns or {}).get(period, {})) for period in PATTERN_PERIODS},
    )


def _key(
    at: datetime = NOON,
    *,
    service: str = "java",
    severity: Severity = Severity.HIGH,
    pattern_id: UUID | None = None,
) -> CounterKey:
    return CounterKey(at, service, "production", severity, pattern_id)
