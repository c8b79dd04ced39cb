"""Who is not told while something is silenced, and who is told at the end of that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.create_silence import CreateSilence, CreateSilenceCommand
from application.end_silence import EndSilence, EndSilenceCommand
from application.escalate_overdue_episodes import EscalateOverdueEpisodes
from application.explain_error import ExplainError
from application.follow_up_silences import FollowUpSilences
from application.given_errors import Giving
from application.ports.unit_of_work import UnitOfWork
from application.ports.wake_ups import Work
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy, NoticeReason
from domain.notification import Notification, NotificationState
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.silence import SETTLES_IN
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON

HOUR = timedelta(hours=1)


class World:
    """A store on a clock that can be moved."""

    def __init__(self, store: SqlStore, clock: MemoryClock) -> None:
        self.store, self.clock, self.wake_ups = store, clock, MemoryWakeUps()
        self.ids, self.policy = SystemIds(), AlertingPolicy(fallback_recipients=("lead@example.org",))
        self.triage = TriageEpisodes(store, self.ids, self.policy, self.wake_ups)
        self.follow_up = FollowUpSilences(store, self.wake_ups)
        self.escalate = EscalateOverdueEpisodes(store, Giving(ids=self.ids, policy=self.policy), self.wake_ups)

    def ingest(self, **said: object) -> UUID:
        error = a_prepared_error(at=self.clock.now(), **said)  # type: ignore[arg-type]
        receipt = CommitBatch(self.store, self.ids, RetentionPolicy()).execute([error]).receipts[error.id]
        self.triage.execute()
        assert receipt.episode_id is not None
        return receipt.episode_id

    def silence(self, **said: object) -> UUID:
        command = CreateSilenceCommand(reason="moving house", actor="Eve", end=self.clock.now() + 2 * HOUR, **said)  # type: ignore[arg-type]
        return CreateSilence(self.store, self.ids).execute(command).id

    def notices(self, episode_id: UUID) -> list[Notification]:
        with self.store.reading() as work:
            return list(work.notifications.of_episode(episode_id))


@pytest.fixture
def world() -> Iterator[World]:
    engine, clock = make_engine("sqlite://"), MemoryClock(NOON)
    lay_out(engine)
    world = World(SqlStore(engine, clock=clock), clock)
    with world.store.writing() as work:
        work.developers.add(a_developer("Ada"))
        work.commit()
    yield world
    engine.dispose()


def test_what_is_silenced_is_told_to_nobody_and_says_who_silenced_it_and_why(world: World) -> None:
    world.silence(service="java")

    [notice] = world.notices(world.ingest(severity=Severity.HIGH))

    assert (notice.state, notice.reason) == (NotificationState.SUPPRESSED, NoticeReason.SILENCED)
    [why] = [
        one.sentence
        for one in ExplainError(world.store).execute(notice.error_id).decisions
        if one.reason == NoticeReason.SILENCED
    ]
    assert why.endswith("Eve silenced it: “moving house”.")


class OtherWorker:
    """The world's store, where something happens before its second transaction."""

    def __init__(self, world: World, happens: Callable[[], object]) -> None:
        self._world, self._happens, self._begun = world, happens, 0

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        self._begun += 1
        if self._begun == 2:
            self._happens()
        with self._world.store.writing() as work:
            yield work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world.store, name)


def test_workers_that_follow_up_two_silences_at_once_leave_nobody_out(world: World) -> None:
    world.silence(service="java")
    world.clock.move(timedelta(minutes=1))
    world.silence(service="php")
    # The silence that ends first has the episodes that were opened last.
    found = [
        world.ingest(service=service, severity=Severity.HIGH, pattern=f"{service}{number}")
        for service in ("php", "java")
        for number in range(3)
    ]
    world.clock.move(3 * HOUR)
    other = FollowUpSilences(world.store, world.wake_ups, batch=2)
    store: Any = OtherWorker(world, other.execute)
    one = FollowUpSilences(store, world.wake_ups, batch=2)

    while one.execute() or other.execute():
        world.triage.execute()

    assert all(any(notice.reason != NoticeReason.SILENCED for notice in world.notices(each)) for each in found)


def test_what_is_critical_is_told_all_the_same(world: World) -> None:
    world.silence(service="java")

    [notice] = world.notices(world.ingest())

    assert notice.state is NotificationState.PENDING


def test_at_its_end_what_is_still_open_is_told_once(world: World) -> None:
    world.silence(service="java")
    episode_id = world.ingest(severity=Severity.HIGH)

    assert world.follow_up.execute() == 0
    world.clock.move(2 * HOUR)
    assert world.follow_up.execute() == 0
    world.clock.move(SETTLES_IN)
    assert [world.follow_up.execute() for _ in range(2)] == [1, 0]
    world.triage.execute()

    told = world.notices(episode_id)[-1]
    assert (told.state, told.reason) == (NotificationState.PENDING, NoticeReason.SILENCE_ENDED)
    assert world.wake_ups.woken[Work.TRIAGE] == 1


def test_at_its_end_the_fallback_recipients_are_told_of_what_waits_for_an_owner_too(world: World) -> None:
    with world.store.writing() as work:
        work.developers.save(replace(next(iter(work.developers.all())), services=frozenset({"php"})))
        work.commit()
    world.silence(service="java")
    episode_id = world.ingest(severity=Severity.HIGH)
    world.clock.move(2 * HOUR + SETTLES_IN)
    # Some developer changed just then.
    RetryUnownedEpisodes(world.store).execute()

    world.follow_up.execute()
    world.triage.execute()

    told = world.notices(episode_id)[-1]
    assert (told.state, told.reason) == (NotificationState.PENDING, NoticeReason.NOBODY_ASSIGNABLE)


def test_what_another_silence_holds_for_stays_silent(world: World) -> None:
    world.silence(service="java")
    world.clock.move(HOUR)
    world.silence(severity=Severity.HIGH)
    world.ingest(severity=Severity.HIGH)

    world.clock.move(HOUR + SETTLES_IN)

    assert world.follow_up.execute() == 0


def test_a_silence_that_is_ended_by_hand_is_followed_up_too(world: World) -> None:
    silence_id = world.silence(severity=Severity.CRITICAL)
    world.ingest()

    EndSilence(world.store).execute(EndSilenceCommand(silence_id=silence_id))
    world.clock.move(SETTLES_IN)

    assert world.follow_up.execute() == 1


def test_a_silence_of_many_is_followed_up_in_batches(world: World) -> None:
    world.silence(service="java")
    for pattern in "abcde":
        world.ingest(pattern=pattern, severity=Severity.HIGH)
    world.clock.move(2 * HOUR + SETTLES_IN)

    assert FollowUpSilences(world.store, world.wake_ups, batch=2).execute() == 5


def test_what_is_silenced_does_not_climb_until_the_end(world: World) -> None:
    world.silence(severity=Severity.CRITICAL)
    episode_id = world.ingest()
    levels = []
    # A level that nobody was told at has its interval from the end.
    for minutes in (61, 5, 60, 53, 1):
        world.clock.move(timedelta(minutes=minutes))
        world.escalate.execute()
        with world.store.reading() as work:
            episode, history = work.episodes.get(episode_id), work.history.of(episode_id)
        assert episode is not None
        levels.append(episode.level)

    assert levels == [0, 0, 0, 0, 1]
    assert [entry.action for entry in history].count("climb_silenced") == 1


def test_whoever_hears_of_it_at_the_end_has_the_whole_time_before_others_do(world: World) -> None:
    world.silence(service="java")
    episode_id = world.ingest(severity=Severity.HIGH)
    end = world.clock.now() + 2 * HOUR
    world.clock.move(2 * HOUR + SETTLES_IN)
    world.follow_up.execute()
    world.triage.execute()

    with world.store.reading() as work:
        episode = work.episodes.get(episode_id)
    assert episode is not None
    assert episode.escalates_at == end + 4 * HOUR


def test_what_was_told_before_a_silence_climbs_at_its_end(world: World) -> None:
    episode_id = world.ingest()
    world.silence(severity=Severity.CRITICAL)
    world.clock.move(2 * HOUR)

    world.escalate.execute()

    assert world.notices(episode_id)[-1].reason == NoticeReason.ESCALATED
