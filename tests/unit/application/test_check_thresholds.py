"""A service with too many errors is told of once, and once more when that begins again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.check_thresholds import CheckThresholds, ThresholdsChecked
from application.commit_batch import CommitBatch
from application.ports.unit_of_work import Store
from application.ports.wake_ups import Work
from application.resolve_error import ResolveError, ResolveErrorCommand, Scope
from domain.episode import Episode, EpisodeEnd, TriageReason
from domain.error_log import PreparedError
from domain.error_pattern import PatternStatus
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.statistics import Period
from domain.thresholds import Crossing, ThresholdLimits, ThresholdPolicy
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON

POLICY = ThresholdPolicy(ThresholdLimits(errors=3, critical=1))
MINUTE = timedelta(minutes=1)
NOTHING = ThresholdsChecked(1, 0, 0)


@pytest.fixture
def clock() -> MemoryClock:
    """The store's."""
    return MemoryClock(NOON)


@pytest.fixture
def store(clock: MemoryClock) -> Iterator[SqlStore]:
    """Empty, and on that clock."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield SqlStore(engine, clock=clock)
    engine.dispose()


def checking(store: Store, wake_ups: MemoryWakeUps | None = None) -> CheckThresholds:
    return CheckThresholds(store, SystemIds(), POLICY, RetentionPolicy(), wake_ups or MemoryWakeUps())


def arrive(
    store: Store, clock: MemoryClock, number: int, severity: Severity = Severity.LOW, *, trusted: bool = True
) -> None:
    error = a_prepared_error(at=clock.now(), trusted=trusted)
    alike = replace(error, report=replace(error.report, severity=severity))
    errors: list[PreparedError] = [replace(alike, id=SystemIds().new(clock.now())) for _ in range(number)]
    CommitBatch(store, SystemIds(), RetentionPolicy()).execute(errors)


def crossings(store: Store) -> list[Crossing]:
    with store.reading() as work:
        return list(work.thresholds.all())


def episode_of(store: Store, crossing: Crossing) -> Episode:
    assert crossing.episode_id is not None
    with store.reading() as work:
        episode = work.episodes.get(crossing.episode_id)
    assert episode is not None
    return episode


def test_a_crossing_is_told_once_however_many_look(store: SqlStore, clock: MemoryClock) -> None:
    wake_ups = MemoryWakeUps()
    arrive(store, clock, 4)

    found = [checking(store, wake_ups).execute() for _ in range(3)]

    assert found == [ThresholdsChecked(1, 1, 0), NOTHING, NOTHING]
    assert wake_ups.woken == {Work.TRIAGE: 1}


def test_the_alert_has_an_episode_that_a_trusted_sender_might_have_caused(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, clock, 4)
    checking(store).execute()

    [crossing] = crossings(store)
    episode = episode_of(store, crossing)
    with store.reading() as work:
        error = work.errors.get(episode.first_error_id)
    assert error is not None
    assert error.report.message == "4 errors in the last 60 minutes (limit 3)"
    assert (error.report.error_type, error.severity) == ("ErrorRateThreshold", Severity.HIGH)
    assert episode.triage is not None
    assert (episode.triage.reason, episode.triage.trusted) == (TriageReason.NEW, True)
    assert episode.escalates_at is not None


def test_the_alert_itself_is_counted_nowhere(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, clock, 4)
    checking(store).execute()

    with store.reading() as work:
        totals = [work.counters.total(period, since=NOON - timedelta(days=1)) for period in Period]
    assert totals == [4, 4, 4]


def test_critical_errors_have_a_rule_of_their_own(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, clock, 2, Severity.CRITICAL)
    checking(store).execute()

    [crossing] = crossings(store)
    assert episode_of(store, crossing).severity is Severity.CRITICAL


def test_what_strangers_contributed_to_is_told_as_theirs(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, clock, 3)
    arrive(store, clock, 1, trusted=False)

    assert checking(store).execute().crossed == 1

    [crossing] = crossings(store)
    mark = episode_of(store, crossing).triage
    assert mark is not None
    assert (mark.reason, mark.trusted, crossing.trusted) == (TriageReason.NEW, False, False)


def test_it_is_told_as_trusted_once_it_would_be_too_much_without_strangers(store: SqlStore, clock: MemoryClock) -> None:
    wake_ups = MemoryWakeUps()
    arrive(store, clock, 4, trusted=False)
    checking(store, wake_ups).execute()
    [theirs] = crossings(store)
    arrive(store, clock, 4)

    found = [checking(store, wake_ups).execute() for _ in range(2)]

    [crossing] = crossings(store)
    assert (found, wake_ups.woken) == ([NOTHING, NOTHING], {Work.TRIAGE: 2})
    episode = episode_of(store, crossing)
    assert (crossing.episode_id, crossing.trusted, episode.errors) == (theirs.episode_id, True, 2)
    assert (episode.trusted_severity, episode.triage and episode.triage.trusted) == (Severity.HIGH, True)


def calm_down(store: SqlStore, clock: MemoryClock) -> list[ThresholdsChecked]:
    """An hour passes, in which they leave the window, and a quarter more."""
    found = []
    for _ in range(80):
        clock.move(MINUTE)
        found.append(checking(store).execute())
    return found


def test_what_is_over_is_resolved_by_the_system_with_its_reason(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, clock, 4)
    checking(store).execute()
    [crossing] = crossings(store)

    found = calm_down(store, clock)

    assert [minute for minute, one in enumerate(found, 1) if one.cleared] == [75]
    assert crossings(store) == []
    episode = episode_of(store, crossing)
    assert (episode.closed_as, episode.closed_at) == (EpisodeEnd.RESOLVED, NOON + MINUTE * 75)
    with store.reading() as work:
        pattern = work.patterns.get(episode.pattern_id)
        [*_, entry] = work.history.of(episode.pattern_id)
        assert [entry.actor for entry in work.history.of(episode.id)][-1] == "system"
    assert pattern is not None
    assert pattern.status is PatternStatus.RESOLVED
    assert (entry.action, entry.reason, entry.inputs["limit"]) == ("resolved", "threshold_cleared", 3)


def test_crossed_again_it_is_told_again_as_a_regression(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, clock, 4)
    checking(store).execute()
    calm_down(store, clock)
    arrive(store, clock, 4)

    assert checking(store).execute().crossed == 1
    [crossing] = crossings(store)
    assert episode_of(store, crossing).opened_because is TriageReason.REGRESSED


def test_what_people_resolved_is_left_to_them_and_not_told_again_while_it_lasts(
    store: SqlStore, clock: MemoryClock
) -> None:
    arrive(store, clock, 4)
    checking(store).execute()
    [crossing] = crossings(store)
    resolve = ResolveError(store, SystemIds(), RetentionPolicy(), MemoryWakeUps())
    error_id = episode_of(store, crossing).first_error_id
    resolve.execute(ResolveErrorCommand(error_id=error_id, act=Act(actor="anna"), scope=Scope.PATTERN))

    assert checking(store).execute() == NOTHING
    assert sum(one.cleared for one in calm_down(store, clock)) == 1
    assert episode_of(store, crossing).closed_at == NOON
