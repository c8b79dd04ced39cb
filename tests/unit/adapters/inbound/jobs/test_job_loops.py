"""How often workers look for too many errors."""

from datetime import datetime, timedelta

from adapters.inbound.jobs.job_loops import watching_loops
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.analyze_patterns import AnalyzePatterns
from application.check_thresholds import CheckThresholds
from application.commit_batch import CommitBatch
from application.store_time import store_time
from domain.retention import RetentionPolicy
from domain.thresholds import ThresholdLimits, ThresholdPolicy
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON


def test_thresholds_are_looked_at_once_a_minute_of_the_stores_clock_also_once_it_was_put_back() -> None:
    engine, clock, ids = make_engine("sqlite://"), MemoryClock(NOON), SystemIds()
    lay_out(engine)
    store = SqlStore(engine, clock=clock)
    policy = ThresholdPolicy(ThresholdLimits(errors=0))
    check = CheckThresholds(store, ids, policy, RetentionPolicy(), MemoryWakeUps())
    thresholds, _ = watching_loops(check, AnalyzePatterns(store, MemoryWakeUps()), store_time(store))
    crossed: list[tuple[datetime, int]] = []

    for seconds in (0, 30, 59, 60, 61, -600, -599):
        clock.move(NOON + timedelta(seconds=seconds) - clock.now())
        thresholds.look()
        crossed.append((clock.now(), _crossings(store)))
        errors = [a_prepared_error(service=f"{seconds}", at=clock.now()) for _ in range(60)]
        CommitBatch(store, ids, RetentionPolicy()).execute(errors)

    # Each look finds the services that had errors by then, and the hour of the clock that was put back.
    assert [count for _, count in crossed] == [0, 0, 0, 3, 3, 5, 5]
    engine.dispose()


def _crossings(store: SqlStore) -> int:
    with store.reading() as work:
        return len(work.thresholds.all())
