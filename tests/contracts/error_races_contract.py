"""What holds when errors arrive, are changed and are carried at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acknowledge_episode import AcknowledgeEpisodeCommand
from application.acts import Act, Scope
from application.assign_error import AssignErrorCommand
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.delete_error import DeleteErrorCommand
from application.edit_error import EditErrorCommand
from application.ignore_error import IgnoreErrorCommand
from application.reopen_error import ReopenErrorCommand
from application.resolve_error import ResolveErrorCommand
from application.restore_error import RestoreErrorCommand
from bootstrap.error_actions import make_assignments, make_error_actions
from domain.alerting import AlertingPolicy
from domain.error_log import ErrorLog
from domain.errors import Conflict, NotFound, StaleVersion
from domain.escalation import earliest_deadline
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.versions import error_version
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

_ACT = Act(actor="tests")
_PLANS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 3)), min_size=3, max_size=8)


class ErrorRacesContract:
    """For stores that several threads share. The state is right after any interleaving."""

    @given(plan=_PLANS)
    @settings(on_one_store, max_examples=50, deadline=None)
    def test_everything_at_once(self, store: SqlStore, plan: list[tuple[int, int]]) -> None:
        scene = _Scene(store)

        _at_once([scene.step(action, which) for action, which in plan])

        scene.carry_all()
        scene.check()

    def test_of_two_editors_one_is_told_to_look_again(self, store: SqlStore) -> None:
        scene = _Scene(store)
        seen = error_version(scene.stored()[0])

        def edit(severity: Severity) -> Callable[[], object]:
            error_id = scene.errors[0]
            return lambda: scene.do.edit.execute(
                EditErrorCommand(error_id=error_id, act=_ACT, severity=severity, expected_version=seen)
            )

        refused = _at_once([edit(Severity.LOW), edit(Severity.INFO), edit(Severity.MEDIUM)])

        assert [type(each) for each in refused if each is not None] == [StaleVersion, StaleVersion]
        scene.check()

    def test_of_many_assigners_the_last_on_record_is_the_owner(self, store: SqlStore) -> None:
        scene = _Scene(store)

        _at_once([scene.assigning(Scope.PATTERN, which) for which in (0, 1, 0, 1, None, None)])

        scene.carry_all()
        scene.check()
        with store.reading() as work:
            given = [entry.after for entry in work.history.of(scene.episode_id) if entry.action == "assigned"]
        assert {str(error.assigned_to) for error in scene.stored()} == {given[-1]}

    def test_turns_are_given_one_after_the_other(self, store: SqlStore) -> None:
        scenes = [_Scene(store) for _ in range(4)]
        team = scenes[0]
        with store.writing() as work:
            for other in scenes[1:]:
                for developer_id in other.developers:
                    work.developers.save(a_developer(id=developer_id, email=None, active=False))
            work.commit()

        _at_once([scene.assigning(Scope.PATTERN, None) for scene in scenes])

        with store.reading() as work:
            assert [work.developers.open_episodes_of(each) for each in team.developers] == [2, 2]


class _Scene:
    """A pattern of its own with four open errors, and two developers."""

    def __init__(self, store: SqlStore) -> None:
        retention, ids, wake_ups = RetentionPolicy(), SystemIds(), MemoryWakeUps()
        self.store, self.name, self.arrived = store, uuid4().hex, list[UUID]()
        self.commit = CommitBatch(store, ids, retention)
        self.do = make_error_actions(store, ids, retention, AlertingPolicy(), wake_ups)
        self.who = make_assignments(store, ids, retention, AlertingPolicy(), wake_ups)
        self.carry = CarryEpisodes(store, retention, limit_errors=2)
        self.errors = self.ingest(4)
        self.episode_id = self.stored()[0].episode_id or UUID(int=0)
        team = [a_developer(f"D{uuid4().hex}", services=frozenset({"java"})) for _ in range(2)]
        with store.writing() as work:
            for developer in team:
                work.developers.add(developer)
            work.commit()
        self.developers = [developer.id for developer in team]

    def ingest(self, count: int) -> list[UUID]:
        severities = list(Severity)
        batch = [
            a_prepared_error(
                pattern=self.name, severity=severities[turn % 5], at=NOON + timedelta(days=3_000, minutes=turn)
            )
            for turn in range(count)
        ]
        self.commit.execute(batch)
        self.arrived += [error.id for error in batch]
        return [error.id for error in batch]

    def step(self, action: int, which: int) -> Callable[[], object]:
        error_id, do = self.errors[which], self.do
        severity = list(Severity)[which]
        steps: list[Callable[[], object]] = [
            lambda: self.ingest(which + 1),
            lambda: self.ingest(which + 1),
            self.carry.execute,
            self.carry.execute,
            lambda: do.resolve.execute(ResolveErrorCommand(error_id=error_id, act=_ACT)),
            lambda: do.resolve.execute(ResolveErrorCommand(error_id=error_id, act=_ACT, scope=Scope.PATTERN)),
            lambda: do.ignore.execute(IgnoreErrorCommand(error_id=error_id, act=_ACT)),
            lambda: do.ignore.execute(IgnoreErrorCommand(error_id=error_id, act=_ACT, scope=Scope.PATTERN)),
            lambda: do.reopen.execute(ReopenErrorCommand(error_id=error_id, act=_ACT, scope=Scope.PATTERN)),
            lambda: do.delete.execute(DeleteErrorCommand(error_id=error_id, act=_ACT)),
            lambda: do.restore.execute(RestoreErrorCommand(error_id=error_id, act=_ACT)),
            lambda: do.edit.execute(EditErrorCommand(error_id=error_id, act=_ACT, severity=severity)),
            lambda: self.who.acknowledge.execute(AcknowledgeEpisodeCommand(error_id=error_id, act=_ACT)),
            self.assigning(Scope.ERROR, which % 2, error_id),
            self.assigning(Scope.PATTERN, which % 2),
        ]
        return steps[action]

    def assigning(self, scope: Scope, which: int | None, error_id: UUID | None = None) -> Callable[[], object]:
        wanted = None if which is None else self.developers[which]
        command = AssignErrorCommand(error_id=error_id or self.errors[0], act=_ACT, developer_id=wanted, scope=scope)
        return lambda: self.who.assign.execute(command)

    def carry_all(self) -> None:
        while self.carry.execute():
            pass

    def stored(self) -> Sequence[ErrorLog]:
        """Everything that arrived."""
        with self.store.reading() as work:
            found = [work.errors.get(error_id) for error_id in self.arrived]
        return [error for error in found if error is not None]

    def check(self) -> None:
        """Counts and deadlines are those of a recount, and every open error has its episode's owner or its own."""
        everything = self.stored()
        with self.store.writing() as work:
            for error in everything:
                episode = None if error.episode_id is None else work.episodes.get(error.episode_id)
                if episode is None:
                    assert not error.status.is_open
                    continue
                assert work.errors.count_open(episode.id) == episode.open_counts
                assert earliest_deadline(work.errors.earliest_open(episode.id)) == episode.deadline
                assert (episode.closed_at is None) is bool(episode.open_counts.total)
                if error.counts_as_open and not work.errors.is_kept_apart(error.id):
                    assert error.assigned_to == episode.owner_id
            pattern = work.patterns.get(everything[0].pattern_id)
        assert pattern is not None
        assert pattern.occurrences == len(everything)


def _at_once(steps: Sequence[Callable[[], object]]) -> list[Exception | None]:
    """Let all go together; what each was refused with."""
    ready = Barrier(len(steps))

    def run(step: Callable[[], object]) -> Exception | None:
        ready.wait(10)
        try:
            step()
        except (Conflict, NotFound) as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(run, steps))
