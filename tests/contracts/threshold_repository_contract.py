"""What every `ThresholdRepository` promises."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from application.ports.unit_of_work import Store
from domain.severity import Severity
from domain.statistics import CounterKey, Period, Tally
from domain.storage_limit import StorageStep
from domain.thresholds import Crossing, RecentErrors, ThresholdRule
from tests.support.strategies import NOON

_MINUTE = timedelta(minutes=1)
_CROSSING = Crossing(service="java", rule=ThresholdRule.ERROR_RATE, crossed_at=NOON)


class ThresholdRepositoryContract:
    """For limits that are exceeded."""

    def test_minutes_are_summed_by_service(self, store: Store) -> None:
        counts = {
            _key(Period.MINUTE, 0, "java", Severity.CRITICAL): 2,
            _key(Period.MINUTE, 1, "java", Severity.LOW): 3,
            _key(Period.MINUTE, -1, "java", Severity.LOW): 100,
            _key(Period.MINUTE, 1, "php", Severity.HIGH): 5,
        }
        hours = {_key(Period.HOUR, 0, "java", Severity.LOW): 1000}
        trusted = {
            _key(Period.MINUTE, 0, "java", Severity.CRITICAL): 2,
            _key(Period.MINUTE, 1, "php", Severity.HIGH): 1,
        }
        tally = Tally(
            {Period.MINUTE: Counter(counts), Period.HOUR: Counter(hours)},
            _NO_PATTERNS,
            {Period.MINUTE: Counter(trusted)},
        )
        with store.writing() as work:
            for _ in range(2):
                work.counters.add(tally)

            found = work.thresholds.recent_errors(NOON)

        assert found == {"java": RecentErrors(10, 4, 4), "php": RecentErrors(10, 0, 2)}

    def test_a_rule_of_a_service_is_crossed_once(self, store: Store) -> None:
        other = replace(_CROSSING, rule=ThresholdRule.CRITICAL_COUNT)
        with store.writing() as work:
            assert [work.thresholds.claim(each) for each in (_CROSSING, _CROSSING, other)] == [True, False, True]
            assert work.thresholds.all() == [other, _CROSSING]

    def test_what_the_storage_has_reached_is_kept_apart(self, store: Store) -> None:
        full = replace(_CROSSING, service="error-logging", rule=StorageStep.FULL)
        with store.writing() as work:
            assert [work.thresholds.claim(each) for each in (_CROSSING, full, full)] == [True, True, False]
            assert (work.thresholds.all(), work.thresholds.of_storage()) == ([_CROSSING], [full])
            assert work.thresholds.lock("error-logging", StorageStep.FULL) == full

            work.thresholds.remove(full)
            assert (work.thresholds.all(), work.thresholds.of_storage()) == ([_CROSSING], [])

    def test_a_crossing_is_changed_and_removed(self, store: Store) -> None:
        with store.writing() as work:
            work.thresholds.claim(_CROSSING)
            changed = replace(_CROSSING, below_since=NOON + _MINUTE, episode_id=uuid4(), trusted=False)
            work.thresholds.save(changed)
            assert work.thresholds.lock("java", ThresholdRule.ERROR_RATE) == changed
            assert work.thresholds.lock("java", ThresholdRule.CRITICAL_COUNT) is None

            work.thresholds.remove(changed)
            assert work.thresholds.all() == []
            assert work.thresholds.claim(_CROSSING)


_NO_PATTERNS: dict[Period, Counter[CounterKey]] = {Period.HOUR: Counter(), Period.DAY: Counter()}


def _key(period: Period, minutes: int, service: str, severity: Severity) -> CounterKey:
    return CounterKey(period.start(NOON + _MINUTE * minutes), service, "production", severity, None)
