"""The life of errors with their episode, against a model that is a dictionary of errors."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from domain.episode import Episode, EpisodeEnd, TriageMark, TriageReason
from domain.episode_lifecycle import acknowledge, end_episode, raise_level
from domain.error_lifecycle import ErrorAction, ErrorChange, change_error, in_force
from domain.error_log import ErrorLog, PreparedError
from domain.error_pattern import ErrorPattern
from domain.escalation import ESCALATION_LIMITS, AckTimeouts
from domain.escalation_chain import ChainStep, EscalationChain
from domain.placement import Known, place
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.strategies import NOON, prepared_errors, severities

RETENTION = RetentionPolicy()
CHAIN = EscalationChain((ChainStep(on_call=True), ChainStep(on_call=True)))


class ErrorsWithEpisode(RuleBasedStateMachine):
    """Errors of one pattern arrive and change in any order; the episode must always equal a recount."""

    errors = Bundle("errors")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.pattern: ErrorPattern | None = None
        self.episodes: dict[UUID, Episode] = {}
        self.stored: dict[UUID, ErrorLog] = {}
        self.arrived = 0

    @rule(target=errors, batch=st.lists(prepared_errors(), min_size=1, max_size=4, unique_by=lambda error: error.id))
    def arrive(self, batch: list[PreparedError]) -> UUID:
        pattern, before = self.pattern or ErrorPattern.founded_by(batch[0]), self.open_episode()
        placement = place(
            batch,
            Known(pattern=pattern, open_episode=before, retention=RETENTION),
            new_episode_id=uuid4(),
            new_users=0,
        )
        assert placement.episode is not None
        self.pattern = placement.pattern
        self.episodes[placement.episode.id] = placement.episode
        self.stored.update({error.id: error for error in placement.errors})
        self.arrived += len(batch)
        if before is not None and placement.episode.severity.rank > before.severity.rank:
            assert placement.episode.acknowledged_until is None
            assert placement.episode.triage is not None
            assert placement.episode.triage.reason is not TriageReason.OWNER_WANTED
        return batch[0].id

    @rule(error_id=errors, action=st.sampled_from(list(ErrorAction)), severity=severities)
    def change(self, error_id: UUID, action: ErrorAction, severity: Severity) -> None:
        before = self.stored[error_id]
        if (before.deleted_at is None) == (action is ErrorAction.RESTORE):
            return
        if action is ErrorAction.ASSIGN and not before.status.is_open:
            return
        assert before.episode_id is not None
        open_now = self.open_episode()
        if open_now is None or open_now.id != before.episode_id:
            return
        after = change_error(before, ErrorChange(action, severity), now=self.now, retention=RETENTION)
        self.stored[error_id] = after
        episode = self.episodes[before.episode_id]
        self.episodes[episode.id] = episode.settling(
            before, after, earliest_open=self.earliest(episode.id), now=self.now
        )

    @rule(seconds=st.integers(1, 100_000))
    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.open_episode() is not None)
    @rule()
    def assign(self) -> None:
        episode = self.open_episode()
        assert episode is not None
        self.episodes[episode.id] = episode.assigned_to(uuid4(), at=self.now).triaged()

    @precondition(lambda self: self.open_episode() is not None)
    @rule()
    def want_owner(self) -> None:
        episode = self.open_episode()
        assert episode is not None
        mark = episode.triage or TriageMark(TriageReason.OWNER_WANTED, self.now)
        self.episodes[episode.id] = replace(episode, triage=mark)

    @precondition(lambda self: self.open_episode() is not None)
    @rule()
    def acknowledge(self) -> None:
        before = self.open_episode()
        assert before is not None
        after = self.episodes[before.id] = acknowledge(before, by="Ada", at=self.now, timeouts=AckTimeouts())
        assert (before.escalates_at is None) == (after.escalates_at is None)
        if before.escalates_at is not None and after.escalates_at is not None:
            assert after.escalates_at >= before.escalates_at

    @precondition(lambda self: self.due() is not None)
    @rule(late_s=st.integers(0, 100_000))
    def climb(self, late_s: int) -> None:
        before, due = self.open_episode(), self.due()
        assert before is not None
        assert due is not None
        self.now = max(self.now, due) + timedelta(seconds=late_s)
        after = raise_level(before, to=before.level + 1, chain=CHAIN, at=self.now)
        self.episodes[before.id] = after
        assert after.level == before.level + 1 <= len(CHAIN.steps) + 1
        assert after.acknowledged_at is None
        assert after.escalates_at is None or after.escalates_at >= self.now + ESCALATION_LIMITS[after.severity]

    @precondition(lambda self: self.open_episode() is not None)
    @rule(end=st.sampled_from([EpisodeEnd.RESOLVED, EpisodeEnd.IGNORED]))
    def end(self, end: EpisodeEnd) -> None:
        episode = self.open_episode()
        assert episode is not None
        ended = self.episodes[episode.id] = end_episode(episode, end, at=self.now)
        self.stored.update(
            {error.id: in_force(error, ended) for error in self.stored.values() if error.episode_id == ended.id}
        )

    def open_episode(self) -> Episode | None:
        still_open = [episode for episode in self.episodes.values() if episode.closed_at is None]
        assert len(still_open) <= 1
        return still_open[0] if still_open else None

    def due(self) -> datetime | None:
        episode = self.open_episode()
        return None if episode is None else episode.escalates_at

    def open_errors(self, episode_id: UUID) -> list[ErrorLog]:
        return [error for error in self.stored.values() if error.episode_id == episode_id and error.counts_as_open]

    def earliest(self, episode_id: UUID) -> dict[Severity, datetime]:
        earliest: dict[Severity, datetime] = {}
        for error in self.open_errors(episode_id):
            earliest[error.severity] = min(earliest.get(error.severity, error.received_at), error.received_at)
        return earliest

    @invariant()
    def counts_equal_a_recount(self) -> None:
        for episode in self.episodes.values():
            for severity in Severity:
                expected = sum(error.severity is severity for error in self.open_errors(episode.id))
                assert episode.open_counts.of(severity) == expected

    @invariant()
    def deadline_equals_a_recount(self) -> None:
        for episode in self.episodes.values():
            due = [
                error.received_at + ESCALATION_LIMITS[error.severity]
                for error in self.open_errors(episode.id)
                if error.severity in ESCALATION_LIMITS
            ]
            assert episode.deadline == min(due, default=None)

    @invariant()
    def nothing_climbs_early(self) -> None:
        for episode in self.episodes.values():
            due = episode.escalates_at
            if due is None:
                told_all = episode.chain is not None and episode.level > len(episode.chain.steps)
                assert episode.deadline is None or told_all
                continue
            assert episode.closed_at is None
            assert episode.deadline is not None
            assert due >= episode.deadline
            assert episode.acknowledged_until is None or due >= episode.acknowledged_until
            if episode.escalated_at is not None:
                assert due >= episode.escalated_at + ESCALATION_LIMITS[episode.severity]

    @invariant()
    def an_episode_is_open_while_an_error_is(self) -> None:
        for episode in self.episodes.values():
            assert (episode.closed_at is None) == bool(self.open_errors(episode.id))

    @invariant()
    def every_arrival_is_counted_once_for_ever(self) -> None:
        counted = self.pattern.occurrences if self.pattern else 0
        assert counted == self.arrived == sum(episode.errors for episode in self.episodes.values())


TestErrorsWithEpisode = ErrorsWithEpisode.TestCase
TestErrorsWithEpisode.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
