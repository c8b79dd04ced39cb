"""Sending what is due, and the record of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.ports.notifier import Message
from application.ports.unit_of_work import Store
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.delivery import Attempt, AttemptResult, Channel, DeliveryOutcome
from domain.developer import Developer
from domain.error_log import ErrorStatus
from domain.notification import DeathReason, Notification, NotificationState
from domain.retention import RetentionPolicy
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

POLICY = AlertingPolicy(fallback_recipients=("lead@example.org",))


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
        store, notifiers, SystemIds(), POLICY, worker=worker, jitter=lambda: 0.0, pause=lambda _seconds: False
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


def test_a_developer_who_cannot_be_reached_is_not_the_only_one_to_know(store: Store, notice: UUID) -> None:
    channel = ScriptedChannel(DeliveryOutcome.REFUSED)
    deliver = delivering(store, channel)

    assert [deliver.execute() for _ in range(3)] == [True, True, False]

    assert [message.notification.recipient for message in channel.sent] == ["ada@example.org", "lead@example.org"]
    assert channel.sent[1].notification.reason == "undeliverable"
    with store.reading() as work:
        history = work.history.of(channel.sent[0].episode.id)
    told = [entry for entry in history if entry.action != "further_way"]
    assert [(entry.action, entry.reason, entry.after) for entry in told][-3:] == [
        ("not_delivered", "refused", "ada@example.org"),
        ("told", "undeliverable", "lead@example.org"),
        ("not_delivered", "refused", "lead@example.org"),
    ]


def test_a_server_that_never_answers_is_sent_three_copies_at_most(store: Store, notice: UUID) -> None:
    channel = ScriptedChannel(DeliveryOutcome.UNKNOWN)
    for _ in range(5):
        make_due(store, notice)
        delivering(store, channel).execute()
        notification, _ = outcome(store, notice)
        if notification.state is NotificationState.DEAD:
            break

    assert (notification.attempts, notification.death_reason) == (3, DeathReason.OUT_OF_ATTEMPTS)


def test_the_death_of_a_worker_uses_up_no_attempt(store: Store, notice: UUID) -> None:
    with pytest.raises(Killed):
        delivering(store, KillingChannel(DeliveryOutcome.ACCEPTED)).execute()
    make_due(store, notice, lease_ends=True)

    delivering(store, ScriptedChannel(DeliveryOutcome.DEFERRED), worker="two").execute()

    notification, _ = outcome(store, notice)
    assert (notification.attempts, notification.answers) == (2, 1)


def test_the_seconds_until_the_next_attempt_are_the_stores(store: Store, notice: UUID) -> None:
    deliver = delivering(store, ScriptedChannel(DeliveryOutcome.DEFERRED, DeliveryOutcome.REFUSED))
    due = deliver.due_in_s()
    assert due is not None
    assert due <= 0

    deliver.execute()

    retry = deliver.due_in_s()
    assert retry is not None
    assert 50 < retry <= 60


def test_a_worker_that_stops_while_the_store_is_away_leaves_its_notice_to_the_lease(store: Store, notice: UUID) -> None:
    pauses: list[float] = []

    def stopping(seconds: float) -> bool:
        pauses.append(seconds)
        return True

    class Breaking(ScriptedChannel):
        def send(self, message: Message) -> AttemptResult:
            engine = store._engine  # type: ignore[attr-defined]
            with engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE error_notifications RENAME TO gone")
            return super().send(message)

    channel = {Channel.EMAIL: Breaking(DeliveryOutcome.ACCEPTED)}
    DeliverNotifications(
        store, channel, SystemIds(), POLICY, worker="one", jitter=lambda: 0.0, pause=stopping
    ).execute()

    assert len(pauses) == 1


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
    carry = CarryEpisodes(store, RetentionPolicy(), limit_errors=2)

    # The fourth looks once more from the start.
    assert [carry.execute() for _ in range(5)] == [True, True, True, True, False]
    with store.reading() as work:
        carried = [work.errors.get(error.id) for error in errors]
    assert {(error.assigned_to, error.status) for error in carried if error} == {(owner, ErrorStatus.ASSIGNED)}
