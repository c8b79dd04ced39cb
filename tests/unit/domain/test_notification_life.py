"""The life of a notification, against a small model."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.delivery import AttemptResult, Channel, DeliveryOutcome, backoff
from domain.errors import Conflict
from domain.notification import ATTEMPT_LIMIT, LEASE, DeathReason, Notification, NotificationState, notice_expires_at
from domain.severity import Severity
from tests.support.strategies import NOON

ENDED = {NotificationState.ACCEPTED, NotificationState.DEAD}


def a_notification(severity: Severity = Severity.CRITICAL) -> Notification:
    return Notification(
        id=uuid4(),
        episode_id=uuid4(),
        pattern_id=uuid4(),
        error_id=uuid4(),
        developer_id=None,
        channel=Channel.EMAIL,
        recipient="ada@example.org",
        severity=severity,
        reason="new_pattern",
        state=NotificationState.PENDING,
        created_at=NOON,
        expires_at=notice_expires_at(severity, NOON),
        next_attempt_at=NOON,
    )


class NotificationLife(RuleBasedStateMachine):
    """Two workers, a clock, and a channel that answers anything."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.notification = a_notification()
        self.holder: str | None = None
        self.answers = self.attempts = 0

    @rule(seconds=st.integers(1, 7_200))
    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(worker=st.sampled_from(["one", "two"]))
    def claim(self, worker: str) -> None:
        if not self.notification.is_due(self.now):
            with pytest.raises(Conflict):
                self.notification.claimed(worker, now=self.now)
            return
        self.notification = self.notification.claimed(worker, now=self.now)
        self.holder, self.attempts = worker, self.attempts + 1

    @precondition(lambda self: self.holder is not None)
    @rule(outcome=st.sampled_from(list(DeliveryOutcome)), jitter=st.floats(0, 1, exclude_max=True))
    def answer(self, outcome: DeliveryOutcome, jitter: float) -> None:
        result = AttemptResult(outcome, "said so")
        self.notification = self.notification.after(result, now=self.now, jitter=jitter)
        self.holder = None
        if outcome is not DeliveryOutcome.UNREACHABLE:
            self.answers += 1

    @invariant()
    def only_answers_about_the_message_use_up_attempts(self) -> None:
        assert (self.notification.answers, self.notification.attempts) == (self.answers, self.attempts)
        assert self.answers <= ATTEMPT_LIMIT

    @invariant()
    def what_has_not_ended_is_due_some_time_before_it_expires(self) -> None:
        if self.notification.state in ENDED:
            assert self.notification.next_attempt_at is None
        else:
            assert self.notification.next_attempt_at is not None
            held = self.notification.lease_until
            assert self.notification.next_attempt_at < self.notification.expires_at or held is not None

    @invariant()
    def a_lease_is_held_exactly_while_it_is_sent(self) -> None:
        sending = self.notification.state is NotificationState.SENDING
        assert sending == (self.notification.lease_owner is not None) == (self.holder is not None)

    @invariant()
    def what_is_dead_says_why(self) -> None:
        assert (self.notification.state is NotificationState.DEAD) == (self.notification.death_reason is not None)


TestNotificationLife = NotificationLife.TestCase
TestNotificationLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)


def test_a_living_lease_keeps_others_away_and_a_dead_one_does_not() -> None:
    held = a_notification().claimed("one", now=NOON)

    assert not held.is_due(NOON + LEASE - timedelta(seconds=1))
    assert held.is_due(NOON + LEASE)


def test_a_permanent_refusal_is_not_retried() -> None:
    sent = a_notification().claimed("one", now=NOON)

    refused = sent.after(AttemptResult(DeliveryOutcome.REFUSED, "550 no such user"), now=NOON, jitter=0)

    assert (refused.state, refused.death_reason) == (NotificationState.DEAD, DeathReason.REFUSED)


@pytest.mark.parametrize("outcome", [DeliveryOutcome.DEFERRED, DeliveryOutcome.UNKNOWN])
def test_the_third_deferral_or_silence_is_the_last(outcome: DeliveryOutcome) -> None:
    notification, now = a_notification(), NOON
    for _ in range(ATTEMPT_LIMIT):
        now += timedelta(hours=1)
        notification = notification.claimed("one", now=now)
        notification = notification.after(AttemptResult(outcome, "451 later"), now=now, jitter=0)

    assert notification.death_reason is DeathReason.OUT_OF_ATTEMPTS


@given(jitter=st.floats(0, 1, exclude_max=True))
def test_greylisting_is_outlasted_by_a_retry_after_a_minute_and_one_after_ten(jitter: float) -> None:
    notification, now, waits = a_notification(), NOON, []
    for _ in range(ATTEMPT_LIMIT - 1):
        notification = notification.claimed("one", now=now)
        later = AttemptResult(DeliveryOutcome.DEFERRED, "450 greylisted")
        notification = notification.after(later, now=now, jitter=jitter)
        assert notification.next_attempt_at is not None
        waits.append(notification.next_attempt_at - now)
        now = notification.next_attempt_at

    minute = timedelta(minutes=1)
    assert minute <= waits[0] <= minute * 1.1
    assert minute * 10 <= waits[1] <= minute * 11


def test_what_is_being_sent_is_due_again_when_its_lease_ends() -> None:
    assert a_notification().claimed("one", now=NOON).next_attempt_at == NOON + LEASE


def test_only_what_was_never_tried_can_be_withdrawn() -> None:
    withdrawn = a_notification().withdrawn("told_instead")

    assert (withdrawn.state, withdrawn.next_attempt_at) == (NotificationState.SUPPRESSED, None)
    with pytest.raises(Conflict):
        a_notification().claimed("one", now=NOON).withdrawn("told_instead")


def test_an_unreachable_channel_is_tried_until_the_notice_expires() -> None:
    notification, now = a_notification(), NOON
    while notification.next_attempt_at is not None:
        now = max(now, notification.next_attempt_at)
        notification = notification.claimed("one", now=now)
        notification = notification.after(AttemptResult(DeliveryOutcome.UNREACHABLE, "refused"), now=now, jitter=0.5)

    assert notification.death_reason is DeathReason.EXPIRED
    assert notification.expires_at - now < timedelta(minutes=5)


@given(failures=st.integers(1, 1_000), jitter=st.floats(0, 1, exclude_max=True))
def test_waits_lie_between_half_and_the_whole_of_the_doubled_one(failures: int, jitter: float) -> None:
    first, longest = timedelta(seconds=5), timedelta(minutes=5)
    whole = min(first * 2 ** min(failures - 1, 20), longest)

    wait = backoff(failures, first=first, longest=longest, jitter=jitter)

    assert whole / 2 <= wait <= whole
