"""What every `CounterRepository` promises."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from application.ports.unit_of_work import Store
from domain.severity import Severity
from domain.statistics import CounterKey, Period
from tests.support.strategies import NOON


class CounterRepositoryContract:
    """For counters of arrivals."""

    def test_counters_add_up(self, store: Store) -> None:
        for number in (1, 5):
            with store.writing() as work:
                work.counters.add({Period.MINUTE: {_key(): number}, Period.HOUR: {_key(pattern_id=uuid4()): number}})
                work.commit()

        with store.reading() as work:
            assert work.counters.total(Period.MINUTE, since=NOON) == 6
            assert work.counters.total(Period.HOUR, since=NOON) == 6

    def test_nothing_counts_zero(self, store: Store) -> None:
        with store.writing() as work:
            work.counters.add({})
            work.counters.add({Period.MINUTE: {}})

            assert work.counters.total(Period.MINUTE, since=NOON) == 0

    def test_a_total_begins_at_its_moment(self, store: Store) -> None:
        minute = timedelta(minutes=1)
        with store.writing() as work:
            work.counters.add({Period.MINUTE: {_key(NOON + minute * n): 10**n for n in range(3)}})

            assert work.counters.total(Period.MINUTE, since=NOON + minute) == 110
            assert work.counters.total(Period.MINUTE, since=NOON + minute + timedelta(microseconds=1)) == 100

    def test_a_total_of_one_service(self, store: Store) -> None:
        keys = {_key(service="java"): 3, _key(service="react"): 4, _key(severity=Severity.LOW): 5}
        with store.writing() as work:
            work.counters.add({Period.MINUTE: keys})

            assert work.counters.total(Period.MINUTE, since=NOON, service="java") == 8
            assert work.counters.total(Period.MINUTE, since=NOON, service="php") == 0

    def test_patterns_are_counted_apart_by_the_hour(self, store: Store) -> None:
        pattern_ids = [uuid4(), uuid4()]
        with store.writing() as work:
            for _ in range(2):
                work.counters.add({Period.HOUR: {_key(pattern_id=pattern_id): 1 for pattern_id in pattern_ids}})

            assert work.counters.total(Period.HOUR, since=NOON) == 4


def _key(
    at: datetime = NOON,
    *,
    service: str = "java",
    severity: Severity = Severity.HIGH,
    pattern_id: UUID | None = None,
) -> CounterKey:
    return CounterKey(at, service, "production", severity, pattern_id)
