"""What every `DecisionCounterRepository` promises."""

from datetime import timedelta
from uuid import UUID, uuid4

from application.ports.decision_counter_repository import DecisionCount
from application.ports.unit_of_work import Store
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)


class DecisionCounterRepositoryContract:
    """For counts of repeated decisions."""

    def test_counts_of_an_hour_add_up(self, store: Store) -> None:
        pattern_id = uuid4()
        for number in (1, 5):
            with store.writing() as work:
                work.decision_counters.add([_count(pattern_id, "late", number), _count(uuid4(), "late", 7)])
                work.commit(announce=False)

        with store.reading() as work:
            assert work.decision_counters.of(pattern_id, NOON) == [_count(pattern_id, "late", 6)]

    def test_counts_of_one_key_given_together_add_up_too(self, store: Store) -> None:
        pattern_id = uuid4()
        with store.writing() as work:
            work.decision_counters.add([_count(pattern_id, "grace", 2), _count(pattern_id, "grace", 3)])

            assert work.decision_counters.of(pattern_id, NOON) == [_count(pattern_id, "grace", 5)]

    def test_they_stand_by_hour_and_reason_from_a_moment_on(self, store: Store) -> None:
        pattern_id = uuid4()
        counts = [_count(pattern_id, reason, 1, hour) for hour in range(3) for reason in ("grace", "late")]
        with store.writing() as work:
            work.decision_counters.add(counts[::-1])

            assert work.decision_counters.of(pattern_id, NOON) == counts
            assert work.decision_counters.of(pattern_id, NOON + _HOUR) == counts[2:]

    def test_a_limit_keeps_the_newest(self, store: Store) -> None:
        pattern_id = uuid4()
        counts = [_count(pattern_id, "late", 1, hour) for hour in range(4)]
        with store.writing() as work:
            work.decision_counters.add(counts)

            assert work.decision_counters.of(pattern_id, NOON, limit=2) == counts[2:]

    def test_nothing_adds_nothing(self, store: Store) -> None:
        with store.writing() as work:
            work.decision_counters.add([])

            assert work.decision_counters.of(uuid4(), NOON) == []


def _count(pattern_id: UUID, reason: str, count: int, hour: int = 0) -> DecisionCount:
    return DecisionCount(pattern_id, NOON + _HOUR * hour, reason, count)
