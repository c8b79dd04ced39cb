"""Whom a decision of staff reaches, and what it does not send any more."""

from datetime import UTC, datetime
from random import random
from uuid import UUID

from adapters.outbound.memory.notifier import MemoryNotifier
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.assign_error import AssignErrorCommand
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.escalate_error import EscalateErrorCommand
from application.resolve_error import ResolveErrorCommand
from bootstrap.error_actions import make_assignments, make_error_actions
from domain.alerting import AlertingPolicy
from domain.delivery import Channel, DeliveryOutcome
from domain.notification import NotificationState
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error

POLICY = AlertingPolicy(fallback_recipients=("team@example.org",))
ACT = Act(actor="Eve", note="it is yours")


def an_open_error(commit: CommitBatch) -> UUID:
    error = a_prepared_error(severity=Severity.LOW, at=datetime.now(UTC))
    commit.execute([error])
    return error.id


def hired(store: SqlStore, name: str) -> UUID:
    developer = a_developer(name)
    with store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return developer.id


def delivery(store: SqlStore, notifier: MemoryNotifier) -> DeliverNotifications:
    return DeliverNotifications(
        store, {Channel.EMAIL: notifier}, SystemIds(), POLICY, worker="w", jitter=random, pause=lambda _: False
    )


def test_an_assignment_by_hand_is_told_however_mild(store: SqlStore, commit: CommitBatch) -> None:
    error_id, ada, notifier = an_open_error(commit), hired(store, "Ada"), MemoryNotifier(Channel.EMAIL)
    who = make_assignments(store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())

    who.assign.execute(AssignErrorCommand(error_id=error_id, act=ACT, developer_id=ada))

    assert delivery(store, notifier).execute()
    [message] = notifier.sent
    assert (message.notification.recipient, message.error.id) == ("ada@example.org", error_id)
    assert message.asked_for is not None
    assert (message.asked_for.actor, message.asked_for.inputs["note"]) == ("Eve", "it is yours")


def test_what_ended_meanwhile_is_not_told(store: SqlStore, commit: CommitBatch) -> None:
    error_id, notifier = an_open_error(commit), MemoryNotifier(Channel.EMAIL)
    hired(store, "Ada")
    parts = (store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())
    make_assignments(*parts).escalate.execute(EscalateErrorCommand(error_id=error_id, act=ACT))
    make_error_actions(*parts).resolve.execute(ResolveErrorCommand(error_id=error_id, act=ACT))

    assert not delivery(store, notifier).execute()
    assert notifier.sent == []


def test_one_whose_attempt_failed_is_called_off_with_the_end(store: SqlStore, commit: CommitBatch) -> None:
    error_id, notifier = an_open_error(commit), MemoryNotifier(Channel.EMAIL)
    hired(store, "Ada")
    parts = (store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())
    make_assignments(*parts).escalate.execute(EscalateErrorCommand(error_id=error_id, act=ACT))
    notifier.answer_next(DeliveryOutcome.DEFERRED)
    assert delivery(store, notifier).execute()

    make_error_actions(*parts).resolve.execute(ResolveErrorCommand(error_id=error_id, act=ACT))

    with store.reading() as work:
        error = work.errors.get(error_id)
        assert error is not None
        assert error.episode_id is not None
        [notice] = work.notifications.of_episode(error.episode_id)
    assert (notice.state, notice.reason, notice.attempts) == (NotificationState.SUPPRESSED, "episode_ended", 1)
    assert notice.next_attempt_at is None
