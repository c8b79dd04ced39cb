"""The worker is killed with -9 in the middle of a delivery."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from application.ports.unit_of_work import Store
from domain.delivery import Attempt, DeliveryOutcome
from domain.notification import Notification, NotificationState
from tests.support.processes import eventually
from tests.support.product import Product
from tests.support.smtp import CONTENT, GREETING, HANG, KEEP_AND_HANG, MailServer


def told(store: Store, error_id: str) -> tuple[Notification, Sequence[Attempt]] | None:
    with store.reading() as work:
        error = work.errors.get(UUID(error_id))
        assert error is not None
        assert error.episode_id is not None
        found = work.notifications.of_episode(error.episode_id)
        return (found[0], work.notifications.attempts(found[0].id)) if found else None


def sending(store: Store, error_id: str) -> Notification | None:
    found = told(store, error_id)
    return found[0] if found and found[0].state is NotificationState.SENDING else None


def let_the_lease_run_out(store: Store, notification: Notification) -> None:
    """What a minute's waiting would do."""
    with store.writing() as work:
        held = work.notifications.get(notification.id)
        assert held is not None
        now = work.now()
        work.notifications.save([replace(held, next_attempt_at=now, lease_until=now)])
        work.commit()


@pytest.mark.parametrize(
    ("step", "action", "mails_before"),
    [(GREETING, HANG, 0), (CONTENT, KEEP_AND_HANG, 1)],
    ids=["between claim and send", "after send, before the answer is recorded"],
)
def test_the_notice_arrives_at_least_once_and_the_attempts_tell_the_story(
    product: Product, store: Store, mail_server: MailServer, step: str, action: str, mails_before: int
) -> None:
    product.developer("ada", "java")
    mail_server.script[step] = action
    error_id = product.post("java", {"error_type": "E", "message": "m", "severity": "critical"}).json()["id"]
    claimed = eventually(lambda: sending(store, error_id), what="the notice is being sent")
    mail_server.mailbox.wait_for(mails_before)
    product.kill_child("worker")
    mail_server.script.clear()

    let_the_lease_run_out(store, claimed)

    mails = mail_server.mailbox.wait_for(mails_before + 1, limit_s=30)
    assert {mail.message["Message-ID"] for mail in mails} == {mails[0].message["Message-ID"]}
    notification, attempts = eventually(lambda: finished(store, error_id), what="the answer is recorded")
    assert notification.state is NotificationState.ACCEPTED
    assert [attempt.outcome for attempt in attempts] == [DeliveryOutcome.UNKNOWN, DeliveryOutcome.ACCEPTED]
    assert len({attempt.worker for attempt in attempts}) == 2


def finished(store: Store, error_id: str) -> tuple[Notification, Sequence[Attempt]] | None:
    found = told(store, error_id)
    return found if found and found[0].state is not NotificationState.SENDING else None
