"""A test message to one person, over each channel that leads there."""

import pytest

from adapters.outbound.memory.notifier import MemoryNotifier
from adapters.outbound.system.ids import SystemIds
from application.notice import compose
from application.ports.error_reader import ErrorFilter
from application.ports.notifier import Notifiers
from application.ports.unit_of_work import Store
from application.send_test_notification import (
    SendTestNotification,
    SendTestNotificationCommand,
    TriedDeveloper,
)
from domain.delivery import Channel, DeliveryOutcome
from domain.errors import NotFound
from tests.support.builders import a_developer


def sent(store: Store, *notifiers: MemoryNotifier, to: str = "Ada") -> TriedDeveloper:
    able: Notifiers = {one.channel: one for one in notifiers}
    return SendTestNotification(store, SystemIds(), able).execute(SendTestNotificationCommand(which=to))


@pytest.fixture(autouse=True)
def _ada(store: Store) -> None:
    with store.writing() as work:
        work.developers.add(a_developer("Ada", email="ada@example.org", phone="+491701234567"))
        work.commit()


def test_each_channel_that_is_on_and_leads_there_is_tried(store: Store) -> None:
    tried = sent(store, MemoryNotifier(), MemoryNotifier(Channel.SLACK))

    outcomes = [(one.channel, one.address, one.took_it) for one in tried.channels]
    assert outcomes == [
        (Channel.EMAIL, "ada@example.org", True),
        (Channel.SLACK, "", False),
        (Channel.SMS, "+491701234567", False),
    ]
    assert tried.reached


def test_one_that_does_not_take_it_is_a_failure(store: Store) -> None:
    refusing = MemoryNotifier(Channel.SMS)
    refusing.answer_next(DeliveryOutcome.REFUSED)

    assert not sent(store, MemoryNotifier(), refusing).reached
    assert not sent(store).reached


def test_it_says_that_it_is_a_test(store: Store) -> None:
    notifier = MemoryNotifier()
    sent(store, notifier)

    notice = compose(notifier.sent[0], "http://x")

    assert notice.news == "This is a test: nothing is wrong."
    assert "nobody" not in f"{notice.reason} {notice.next_step}".lower()


def test_nothing_is_stored_but_that_it_was_asked_for(store: Store) -> None:
    sent(store, MemoryNotifier())

    with store.reading() as work:
        assert work.error_reader.page(ErrorFilter(), limit=1).count == 0
        assert [entry.action for _, entry, _ in work.audit.page(limit=5)] == ["developer.test"]


def test_somebody_unknown_is_sent_nothing(store: Store) -> None:
    with pytest.raises(NotFound):
        sent(store, MemoryNotifier(), to="Eve")
