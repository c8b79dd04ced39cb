"""Sending what is due, and the record of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.carry_owners import CarryOwners
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.ports.notifier import Message
from application.ports.unit_of_work import Store
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.developer import Developer
from domain.error_log import ErrorStatus
from domain.notification import (
    Attempt,
    AttemptResult,
    Channel,
    DeathReason,
    DeliveryOutcome,
    Notification,
    NotificationState,
)
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON


class ScriptedChannel:
    """A channel that answers what the test says, in turn; the last answer stays."""

    channel = Channel.EMAIL

    def __init__(self, *outcomes: DeliveryOutcome | Exception) -> None:
        self._outcomes = list(outcomes)
        self.sent: list[Message] = []

    def send(self, message: Message) -> AttemptResult:
        self.sent.append(message)
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return AttemptResult(outcome, f"said {outcome.value}")


@pytest.fixture
def notice(store: Store, commit: CommitBatch, wake_ups: MemoryWakeUps) -> UUID:
    """A notification that is due."""
    ada = Developer(id=uuid4(), name="Ada", email="ada@example.org", services=frozenset({"*"}), created_at=NOON)
    with store.writing() as work:
        work.developers.add(ada)
        work.commit()
    error = a_prepared_error()
    episode_id = commit.execute([error]).receipts[error.id].episode_id
    TriageEpisodes(store, SystemIds(), AlertingPolicy(), wake_ups).execute()
    with store.reading() as work:
        [notification] = work.notifications.of_episode(episode_id)  # type: ignore[arg-type]
    return notification.id


def delivering(store: Store, channel: ScriptedChannel | None, worker: str = "one") -> DeliverNotifications:
    notifiers = {} if channel is None else {Channel.EMAIL: channel}
    return DeliverNotifications(
        store, notifiers, SystemIds(), worker=worker, jitter=lambda: 0.0, pause=lambda _seconds: None
    )


def outcome(store: Store, notice: UUID) -> tuple[Notification, Sequence[Attempt]]:
    with store.reading() as work:
        notification = work.notifications.get(notice)
        assert notification is not None
        return notification, work.notifications.attempts(notice)


def make_due(store: Store, notice: UUID, *, lease_ends: bool = False) -> None:
    """Let time pass, by moving the due time rather than the store's clock."""
    with store.writing() as work:
        notification = work.notifications.get(notice)
        assert notification is not None
        now = work.now()
        lease = now if lease_ends else notification.lease_until
        work.notifications.save([replace(notification, next_attempt_at=now, lease_until=lease)])
        work.commit()


def test_it_is_sent_and_the_answer_kept(store: Store, notice: UUID) -> None:
    channel = ScriptedChannel(DeliveryOutcome.ACCEPTED)

    assert [delivering(store, channel).execute() for _ in range(2)] == [True, False]

    notification, [attempt] = outcome(store, notice)
    assert notification.state is NotificationState.ACCEPTED
    assert (attempt.number, attempt.worker, attempt.outcome, attempt.answer) == (
        1,
        "one",
        DeliveryOutcome.ACCEPTED,
        "said accepted",
    )
    assert channel.sent[0].owner_name == "Ada"


def test_a_deferral_is_due_again_later(store: Store, notice: UUID) -> None:
    channel = ScriptedChannel(DeliveryOutcome.DEFERRED, DeliveryOutcome.ACCEPTED)
    delivering(store, channel).execute()
    assert delivering(store, channel).execute() is False
    make_due(store, notice)

    delivering(store, channel).execute()

    notification, attempts = outcome(store, notice)
    assert [attempt.outcome for attempt in attempts] == [DeliveryOutcome.DEFERRED, DeliveryOutcome.ACCEPTED]
    assert notification.state is NotificationState.ACCEPTED


def test_a_refusal_is_final(store: Store, notice: UUID) -> None:
    delivering(store, ScriptedChannel(DeliveryOutcome.REFUSED)).execute()

    notification, attempts = outcome(store, notice)
    assert (notification.state, notification.death_reason, len(attempts)) == (
        NotificationState.DEAD,
        DeathReason.REFUSED,
        1,
    )


class Killed(BaseException):
    """Ends a worker where kill -9 would: nothing catches it."""


class KillingChannel(ScriptedChannel):
    def send(self, message: Message) -> AttemptResult:
        self.sent.append(message)
        raise Killed


def test_what_a_dead_worker_held_is_taken_up_when_its_lease_ends(store: Store, notice: UUID) -> None:
    with pytest.raises(Killed):
        delivering(store, KillingChannel(DeliveryOutcome.ACCEPTED)).execute()
    second = delivering(store, ScriptedChannel(DeliveryOutcome.ACCEPTED), worker="two")
    assert second.execute() is False
    make_due(store, notice, lease_ends=True)

    second.execute()

    notification, attempts = outcome(store, notice)
    assert [(attempt.worker, attempt.outcome) for attempt in attempts] == [
        ("one", DeliveryOutcome.UNKNOWN),
        ("two", DeliveryOutcome.ACCEPTED),
    ]
    assert notification.state is NotificationState.ACCEPTED


def test_an_expired_notice_is_given_up_with_its_reason(store: Store, notice: UUID) -> None:
    with store.writing() as work:
        notification = work.notifications.get(notice)
        assert notification is not None
        work.notifications.save([replace(notification, expires_at=work.now() - timedelta(seconds=1))])
        work.commit()
    channel = ScriptedChannel(DeliveryOutcome.ACCEPTED)

    delivering(store, channel).execute()

    assert channel.sent == []
    assert outcome(store, notice)[0].death_reason is DeathReason.EXPIRED


@pytest.mark.parametrize("channel", [None, ScriptedChannel(ValueError("a bug"))])
def test_a_channel_that_is_off_or_broken_costs_no_attempt_of_the_three(
    store: Store, notice: UUID, channel: ScriptedChannel | None
) -> None:
    delivering(store, channel).execute()

    notification, _ = outcome(store, notice)
    assert (notification.state, notification.attempts, notification.answers) == (NotificationState.FAILED, 1, 0)


def test_a_worker_that_lost_its_lease_does_not_overwrite_the_other_ones_answer(store: Store, notice: UUID) -> None:
    second = delivering(store, ScriptedChannel(DeliveryOutcome.REFUSED), worker="two")

    class SlowChannel(ScriptedChannel):
        def send(self, message: Message) -> AttemptResult:
            make_due(store, notice, lease_ends=True)
            second.execute()
            return super().send(message)

    delivering(store, SlowChannel(DeliveryOutcome.ACCEPTED)).execute()

    notification, attempts = outcome(store, notice)
    assert notification.state is NotificationState.DEAD
    assert [attempt.outcome for attempt in attempts] == [DeliveryOutcome.ACCEPTED, DeliveryOutcome.REFUSED]


def test_errors_from_before_the_assignment_get_the_owner_in_batches(store: Store, commit: CommitBatch) -> None:
    errors = [a_prepared_error() for _ in range(5)]
    episode_id = commit.execute(errors).receipts[errors[0].id].episode_id
    owner = uuid4()
    with store.writing() as work:
        episode = work.episodes.lock(episode_id)  # type: ignore[arg-type]
        assert episode is not None
        work.episodes.save([episode.triaged().assigned_to(owner, at=NOON)])
        work.commit()
    carry = CarryOwners(store, limit_errors=2)

    assert [carry.execute() for _ in range(4)] == [1, 1, 1, 0]
    with store.reading() as work:
        carried = [work.errors.get(error.id) for error in errors]
    assert {(error.assigned_to, error.status) for error in carried if error} == {(owner, ErrorStatus.ASSIGNED)}
