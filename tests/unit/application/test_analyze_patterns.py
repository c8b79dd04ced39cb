"""A pattern's spike against its own history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.analyze_patterns import AnalyzePatterns
from application.commit_batch import CommitBatch
from application.ports.wake_ups import Work
from application.repair_notifications import RepairNotifications
from domain.episode import Episode, TriageReason
from domain.history import HistoryEntry
from domain.notification import NotificationState
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_notification, an_id
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON

PATTERN = a_prepared_error().fingerprint.id


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


def arrive(store: SqlStore, clock: MemoryClock, number: int, severity: Severity) -> None:
    errors = [a_prepared_error(at=clock.now(), severity=severity) for _ in range(number)]
    CommitBatch(store, SystemIds(), RetentionPolicy()).execute(errors)


def spike(store: SqlStore, clock: MemoryClock, severity: Severity = Severity.HIGH) -> None:
    """Once, dealt with, and three days later thirty in an hour."""
    arrive(store, clock, 1, severity)
    with store.writing() as work:
        work.episodes.save([replace(episode, triage=None) for episode in work.episodes.claim_triage(5)])
        work.commit()
    clock.move(timedelta(days=3))
    arrive(store, clock, 30, severity)


def open_episode(store: SqlStore) -> Episode:
    with store.reading() as work:
        found = work.pattern_reader.open_episode(PATTERN)
    assert found is not None
    return found[0]


def kept(store: SqlStore, pattern_id: UUID = PATTERN) -> list[HistoryEntry]:
    with store.reading() as work:
        return [entry for entry in work.history.of(pattern_id) if entry.action == "spiking"]


def test_a_spike_is_kept_with_its_numbers_and_told(store: SqlStore, clock: MemoryClock) -> None:
    spike(store, clock)
    wake_ups = MemoryWakeUps()

    counts = AnalyzePatterns(store, wake_ups).execute()

    assert counts == {"patterns": 1, "spiking": 1, "told": 1}
    [entry] = kept(store)
    assert (entry.inputs["last_hour"], entry.inputs["busy_hour"], entry.inputs["told"]) == (30, 0, "yes")
    mark = open_episode(store).triage
    assert mark is not None
    assert (mark.reason, mark.trusted, wake_ups.woken) == (TriageReason.SPIKING, True, {Work.TRIAGE: 1})


def test_it_is_told_at_most_once_a_day(store: SqlStore, clock: MemoryClock) -> None:
    spike(store, clock)
    analyze = AnalyzePatterns(store, MemoryWakeUps())
    analyze.execute()
    clock.move(timedelta(hours=1))

    assert analyze.execute() == {"patterns": 1, "spiking": 0, "told": 0}
    assert len(kept(store)) == 1


def test_a_mild_spike_is_kept_and_tells_nobody(store: SqlStore, clock: MemoryClock) -> None:
    spike(store, clock, Severity.MEDIUM)

    assert AnalyzePatterns(store, MemoryWakeUps()).execute() == {"patterns": 1, "spiking": 1, "told": 0}
    assert open_episode(store).triage is None
    assert [entry.inputs["told"] for entry in kept(store)] == ["no"]


def test_what_is_new_or_as_busy_as_ever_does_not_spike(store: SqlStore, clock: MemoryClock) -> None:
    arrive(store, clock, 30, Severity.HIGH)

    assert AnalyzePatterns(store, MemoryWakeUps()).execute() == {"patterns": 1, "spiking": 0, "told": 0}


def test_a_message_that_lost_its_time_is_due_again_and_others_are_left_alone(
    store: SqlStore, clock: MemoryClock
) -> None:
    lost = a_notification(id=an_id(NOON), next_attempt_at=None, state=NotificationState.FAILED)
    fine = a_notification(id=an_id(NOON), next_attempt_at=NOON + timedelta(minutes=1))
    over = a_notification(id=an_id(NOON), next_attempt_at=None, state=NotificationState.ACCEPTED)
    sending = a_notification(
        id=an_id(NOON), next_attempt_at=None, state=NotificationState.SENDING, lease_until=NOON + timedelta(minutes=1)
    )
    with store.writing() as work:
        work.notifications.add([lost, fine, over, sending])
        work.commit()
    wake_ups = MemoryWakeUps()

    assert RepairNotifications(store, wake_ups).execute() == {"repaired": 1, "due": 1}
    with store.reading() as work:
        assert work.notifications.get(lost.id) == replace(lost, next_attempt_at=NOON)
        assert [work.notifications.get(one.id) for one in (fine, over, sending)] == [fine, over, sending]
    assert wake_ups.woken == {Work.DELIVERY: 1}
