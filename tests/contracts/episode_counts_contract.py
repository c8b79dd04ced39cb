"""An episode's counts and deadline stay what a recount of its errors says, whatever is done to them."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from application.ports.unit_of_work import Store
from domain.episode import Episode
from domain.error_lifecycle import ErrorAction, ErrorChange, change_error
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.escalation import earliest_deadline
from domain.placement import Known, place
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

_RETENTION = RetentionPolicy()


class EpisodeCountsContract:
    """For `EpisodeRepository` and `ErrorRepository` together."""

    def test_counts_and_deadline_equal_a_recount(self, store: Store) -> None:
        machine = type("Machine", (_EpisodeMachine,), {"store": store})
        run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=15))


class _EpisodeMachine(RuleBasedStateMachine):
    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.name = uuid4().hex
        self.episode: Episode | None = None
        self.errors: list[ErrorLog] = []

    @rule(severities=st.lists(st.sampled_from(Severity), min_size=1, max_size=4), minutes=st.integers(-600, 600))
    def arrive(self, severities: list[Severity], minutes: int) -> None:
        at = NOON + timedelta(minutes=minutes)
        batch = [a_prepared_error(pattern=self.name, severity=severity, at=at) for severity in severities]
        fingerprint = batch[0].fingerprint.id
        with self.store.writing() as work:
            pattern = work.patterns.lock({fingerprint: ErrorPattern.founded_by(batch[0])})[fingerprint]
            known = work.episodes.lock_open([pattern.id]).get(pattern.id)
            placed = place(
                batch,
                Known(pattern=pattern, open_episode=known, retention=_RETENTION),
                new_episode_id=uuid4(),
                new_users=0,
            )
            assert placed.episode is not None
            write: Callable[[list[Episode]], None] = work.episodes.add if known is None else work.episodes.save
            write([placed.episode])
            work.errors.add(placed.errors)
            work.patterns.save([placed.pattern])
            work.commit()
        if known is None:
            self.errors = []
        self.episode = placed.episode
        self.errors += placed.errors

    @precondition(lambda self: self.episode is not None and self.episode.closed_at is None)
    @rule(data=st.data(), action=st.sampled_from(ErrorAction), severity=st.sampled_from(Severity))
    def change(self, data: st.DataObject, action: ErrorAction, severity: Severity) -> None:
        index = data.draw(st.integers(0, len(self.errors) - 1))
        before = self.errors[index]
        if not before.status.is_open and action is ErrorAction.ASSIGN:
            return
        if (before.deleted_at is None) == (action is ErrorAction.RESTORE):
            return
        assert self.episode is not None
        with self.store.writing() as work:
            episode = work.episodes.lock(self.episode.id)
            assert episode == self.episode
            after = change_error(before, ErrorChange(action, severity), now=self.now, retention=_RETENTION)
            work.errors.save(after)
            earliest = work.errors.earliest_open(episode.id)
            self.episode = episode.settling(before, after, earliest_open=earliest, now=self.now)
            work.episodes.save([self.episode])
            work.commit()
        self.errors[index] = after

    @invariant()
    def the_store_agrees_with_a_recount(self) -> None:
        if self.episode is None:
            return
        is_open = [error for error in self.errors if error.counts_as_open]
        counts = SeverityCounts()
        earliest = {}
        for error in is_open:
            counts = counts.plus(error.severity, 1)
            earliest[error.severity] = min(error.received_at, earliest.get(error.severity, error.received_at))
        with self.store.reading() as work:
            stored = work.episodes.get(self.episode.id)
            assert stored is not None
            assert work.errors.count_open(stored.id) == counts == stored.open_counts
            assert work.errors.earliest_open(stored.id) == earliest
        assert stored.deadline == earliest_deadline(earliest)
        assert (stored.closed_at is None) == bool(is_open)
