"""What every `IntakeRepository` promises."""

from datetime import timedelta

from application.ports.intake_repository import IntakeCount, IntakeTotal
from application.ports.unit_of_work import Store
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)


class IntakeRepositoryContract:
    """For counts of what was limited, cut or refused."""

    def test_counts_add_up_over_hours_and_units_of_work(self, store: Store) -> None:
        for number in (1, 5):
            with store.writing() as work:
                work.intake_counters.add([_count("java", "cut", number), _count("java", "cut", number, hour=1)])
                work.commit(announce=False)

        with store.reading() as work:
            assert work.intake_counters.totals(NOON) == [IntakeTotal("java", "cut", 12, NOON + _HOUR)]
            assert work.intake_counters.totals(NOON + _HOUR) == [IntakeTotal("java", "cut", 6, NOON + _HOUR)]

    def test_counts_of_one_key_given_together_add_up_too(self, store: Store) -> None:
        with store.writing() as work:
            work.intake_counters.add([_count("", "too_large", 2), _count("", "too_large", 3)])

            assert work.intake_counters.totals(NOON) == [IntakeTotal("", "too_large", 5, NOON)]

    def test_totals_stand_by_service_and_reason(self, store: Store) -> None:
        counts = [_count(service, reason, 1) for service in ("", "java", "react") for reason in ("cut", "replaced")]
        with store.writing() as work:
            work.intake_counters.add(counts[::-1])
            totals = work.intake_counters.totals

            assert [(one.service, one.reason) for one in totals(NOON)] == [(one.service, one.reason) for one in counts]
            assert [one.reason for one in totals(NOON, service="java")] == ["cut", "replaced"]
            assert totals(NOON, service="php") == []

    def test_nothing_adds_nothing(self, store: Store) -> None:
        with store.writing() as work:
            work.intake_counters.add([])

            assert work.intake_counters.totals(NOON) == []


def _count(service: str, reason: str, count: int, *, hour: int = 0) -> IntakeCount:
    return IntakeCount(NOON + _HOUR * hour, service, reason, count)
