"""Whatever people do to errors in any order, counts, deadlines and statuses are those of a recount."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, ActDone, Scope
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.delete_error import DeleteErrorCommand
from application.edit_error import EditErrorCommand
from application.held_errors import hold_error
from application.ignore_error import IgnoreErrorCommand
from application.merge_patterns import MergePatterns, MergePatternsCommand
from application.reopen_error import ReopenErrorCommand
from application.resolve_error import ResolveErrorCommand
from application.restore_error import RestoreErrorCommand
from bootstrap.error_actions import make_error_actions
from domain.alerting import AlertingPolicy
from domain.error_log import ErrorStatus
from domain.error_pattern import PatternStatus
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.error_life import (
    IGNORED,
    OPEN,
    RESOLVED,
    Arrival,
    ModelError,
    ModelPattern,
    leave,
    reopen,
    restore,
)
from tests.support.errors import a_prepared_error

_ACT = Act(actor="tests")
_SHIFTS = {
    Arrival.LONG_AGO: timedelta(hours=-1),
    Arrival.JUST_AFTER: timedelta(minutes=5),
    Arrival.LATER: timedelta(hours=1),
}


class ErrorLifeContract:
    """For a store with the use cases over it."""

    def test_counts_deadlines_and_statuses_equal_a_recount(self, store: SqlStore) -> None:
        machine = type("Machine", (_ErrorLife,), {"store": store})
        run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))


class _ErrorLife(RuleBasedStateMachine):
    store: SqlStore
    errors = Bundle("errors")

    def __init__(self) -> None:
        super().__init__()
        retention, ids, wake_ups = RetentionPolicy(), SystemIds(), MemoryWakeUps()
        self.name = uuid4().hex
        self.patterns = {"a": ModelPattern(), "b": ModelPattern()}
        self.commit = CommitBatch(self.store, ids, retention)
        self.carry_batch = CarryEpisodes(self.store, retention, limit_errors=1)
        self.do = make_error_actions(self.store, ids, retention, AlertingPolicy(), wake_ups)
        self.merging = MergePatterns(self.store, wake_ups)

    @rule(
        target=errors,
        which=st.sampled_from(["a", "b"]),
        severity=st.sampled_from(Severity),
        when=st.sampled_from([*Arrival, Arrival.LATER]),
    )
    def arrive(self, which: str, severity: Severity, when: Arrival) -> ModelError:
        at = datetime.now(UTC) + _SHIFTS[when]
        error = a_prepared_error(pattern=self.name + which, severity=severity, at=at)
        receipt = self.commit.execute([error]).receipts[error.id]
        known = self.patterns[which].arrive(error.id, severity, at, when)
        assert receipt.status in (known.status, *([ErrorStatus.ASSIGNED] if known.is_open else []))
        return known

    @rule(error=errors)
    def resolve(self, error: ModelError) -> None:
        if error.deleted:
            return
        done = self.do.resolve.execute(ResolveErrorCommand(error_id=error.id, act=_ACT))
        self._changed(done, error, RESOLVED)

    @rule(error=errors)
    def ignore(self, error: ModelError) -> None:
        if error.deleted:
            return
        done = self.do.ignore.execute(IgnoreErrorCommand(error_id=error.id, act=_ACT))
        self._changed(done, error, IGNORED)

    def _changed(self, done: ActDone, error: ModelError, status: ErrorStatus) -> None:
        assert done.changed is (error.status is not status)
        was_open, error.status = error.is_open, status
        if was_open:
            leave(error, resolved=status is RESOLVED)

    @rule(error=errors)
    def reopen_one(self, error: ModelError) -> None:
        if error.deleted:
            return
        done = self.do.reopen.execute(ReopenErrorCommand(error_id=error.id, act=_ACT))
        assert done.changed is not error.is_open
        if not error.is_open:
            reopen(error)

    @rule(error=errors)
    def delete(self, error: ModelError) -> None:
        done = self.do.delete.execute(DeleteErrorCommand(error_id=error.id, act=_ACT))
        assert done.changed is not error.deleted
        was_open, error.deleted = error.is_open, True
        if was_open:
            leave(error, resolved=False)

    @rule(error=errors)
    def restore_one(self, error: ModelError) -> None:
        done = self.do.restore.execute(RestoreErrorCommand(error_id=error.id, act=_ACT))
        assert done.changed is error.deleted
        if error.deleted:
            restore(error)

    @rule(error=errors, severity=st.sampled_from(Severity))
    def change_severity(self, error: ModelError, severity: Severity) -> None:
        if not error.deleted:
            self.do.edit.execute(EditErrorCommand(error_id=error.id, act=_ACT, severity=severity))
            error.severity = severity

    @rule(error=errors)
    def resolve_pattern(self, error: ModelError) -> None:
        if not error.deleted:
            self.do.resolve.execute(ResolveErrorCommand(error_id=error.id, act=_ACT, scope=Scope.PATTERN))
            error.home.standing.end(PatternStatus.RESOLVED, RESOLVED)

    @rule(error=errors)
    def ignore_pattern(self, error: ModelError) -> None:
        if not error.deleted:
            self.do.ignore.execute(IgnoreErrorCommand(error_id=error.id, act=_ACT, scope=Scope.PATTERN))
            error.home.standing.end(PatternStatus.IGNORED, IGNORED)

    @rule(error=errors)
    def reopen_pattern(self, error: ModelError) -> None:
        if error.deleted:
            return
        self.do.reopen.execute(ReopenErrorCommand(error_id=error.id, act=_ACT, scope=Scope.PATTERN))
        error.home.standing.status = PatternStatus.ACTIVE
        if not error.is_open:
            reopen(error)

    @rule()
    def carry(self) -> None:
        self.carry_batch.execute()

    @precondition(lambda self: all(each.own for each in self.patterns.values()) and self.patterns["b"].into is None)
    @rule()
    def merge(self) -> None:
        ids = {name: self._pattern_id(name) for name in self.patterns}
        self.merging.execute(MergePatternsCommand(pattern_id=ids["b"], into=ids["a"], actor="tests"))
        self.patterns["a"].take(self.patterns["b"])

    def _pattern_id(self, which: str) -> UUID:
        return a_prepared_error(pattern=self.name + which).fingerprint.id

    @invariant()
    def every_error_is_as_the_model_says(self) -> None:
        with self.store.writing() as work:
            for error in [error for pattern in self.patterns.values() for error in pattern.own]:
                held = hold_error(work, error.id, deleted_too=True)
                assert (held.error.deleted_at is not None) is error.deleted
                if not error.deleted:
                    assert held.error.status in _as_stored(error)
                    assert held.error.severity is error.severity

    @invariant()
    def every_pattern_is_as_the_model_says(self) -> None:
        for name, pattern in self.patterns.items():
            if not pattern.errors() or pattern.into is not None:
                continue
            with self.store.writing() as work:
                [stored] = work.patterns.lock_by_ids([self._pattern_id(name)]).values()
                episode = work.episodes.lock_open([stored.id]).get(stored.id)
                assert stored.status is pattern.status
                assert stored.occurrences == len(pattern.errors())
                assert (episode is not None) is bool(pattern.still_open())
                if episode is not None:
                    assert episode.open_counts == pattern.counts() == work.errors.count_open(episode.id)
                    assert episode.deadline == pattern.deadline()

    def teardown(self) -> None:
        """Once everything is carried, the errors themselves say what was said for them."""
        while self.carry_batch.execute():
            pass
        read: Callable[[], None] = self.every_error_is_as_the_model_says
        read()
        with self.store.reading() as work:
            for error in [error for pattern in self.patterns.values() for error in pattern.own]:
                stored = work.errors.get(error.id)
                assert stored is not None
                if not error.deleted:
                    assert stored.status in _as_stored(error)


def _as_stored(error: ModelError) -> tuple[ErrorStatus, ...]:
    return (OPEN, ErrorStatus.ASSIGNED) if error.status is OPEN else (error.status,)
