"""What every `ExplanationReader` promises."""

from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

from application.ports.explanation_reader import HourCount
from application.ports.unit_of_work import Store
from domain.severity import Severity
from domain.statistics import CounterKey, Period, Tally
from tests.support.builders import a_developer, an_episode
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)


class ExplanationReaderContract:
    """For what explanations need."""

    def test_episodes_that_another_took_over_are_found_by_their_pattern(self, store: Store) -> None:
        target, pattern_id = uuid4(), uuid4()
        ours = an_episode(pattern_id=pattern_id, closed_at=NOON, merged_into=target)
        others = [an_episode(closed_at=NOON, merged_into=target), an_episode(pattern_id=pattern_id)]
        with store.writing() as work:
            work.episodes.add([ours, *others])

            assert work.explanation_reader.merged_into(target, pattern_id) == [ours.id]

    def test_arrivals_of_patterns_are_added_up_by_hour(self, store: Store) -> None:
        one, other = uuid4(), uuid4()
        counts = {(one, 0): 1, (other, 0): 10, (one, 1): 100, (uuid4(), 1): 7, (one, 2): 1_000}
        with store.writing() as work:
            work.counters.add(_tally(counts))
            arrivals = work.explanation_reader.arrivals

            assert arrivals([one, other], NOON, limit=9) == [_count(0, 11), _count(1, 100), _count(2, 1_000)]
            assert arrivals([one, other], NOON + _HOUR, limit=9) == [_count(1, 100), _count(2, 1_000)]
            assert arrivals([one], NOON, limit=2) == [_count(1, 100), _count(2, 1_000)]

    def test_names_of_developers_removed_ones_too(self, store: Store) -> None:
        ada, bob = a_developer("Ada"), a_developer("Bob", removed_at=NOON, active=False)
        with store.writing() as work:
            for developer in (ada, bob):
                work.developers.add(developer)

            assert work.explanation_reader.names([ada.id, bob.id, uuid4()]) == {ada.id: "Ada", bob.id: "Bob"}
            assert work.explanation_reader.names([]) == {}


def _count(hour: int, count: int) -> HourCount:
    return HourCount(NOON + _HOUR * hour, count)


def _tally(counts: dict[tuple[UUID, int], int]) -> Tally:
    hours = {
        CounterKey(NOON + _HOUR * hour, "java", "production", Severity.HIGH, pattern_id): count
        for (pattern_id, hour), count in counts.items()
    }
    return Tally(
        services={period: Counter() for period in Period},
        patterns={Period.HOUR: Counter(hours), Period.DAY: Counter()},
    )
