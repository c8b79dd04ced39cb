"""From an error to a receiver of webhooks, that is well, busy or gone meanwhile."""

from datetime import datetime, timedelta

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.notification import NotificationState
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.integration.webhook.conftest import stored
from tests.support.builders_webhooks import an_endpoint
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

POLICY = AlertingPolicy(channels=frozenset({Channel.WEBHOOK}))


@pytest.fixture
def clock() -> MemoryClock:
    return MemoryClock(NOON)


@pytest.fixture
def store(store, clock) -> SqlStore:
    """The same database by a clock that is moved."""
    return SqlStore(store._engine, clock=clock)


@pytest.fixture
def deliver(store, notifier) -> DeliverNotifications:
    return DeliverNotifications(
        store,
        {Channel.WEBHOOK: notifier},
        SystemIds(),
        POLICY,
        worker="w1",
        jitter=lambda: 0.0,
        pause=lambda seconds: False,
    )


def report(store, **said) -> list:
    """An error, triaged; what was written of it to endpoints."""
    error = a_prepared_error(**said)
    episode_id = CommitBatch(store, SystemIds(), RetentionPolicy()).execute([error]).receipts[error.id].episode_id
    TriageEpisodes(store, SystemIds(), POLICY, MemoryWakeUps()).execute()
    return notices_of(store, episode_id)


def notices_of(store, episode_id) -> list:
    with store.reading() as work:
        found = work.notifications.of_episode(episode_id)
        return [each for each in found if each.channel is Channel.WEBHOOK]


def deliver_until(deliver, clock, end: datetime) -> None:
    while clock.now() < end:
        while deliver.execute():
            pass
        clock.move(timedelta(seconds=30))


def test_an_error_reaches_the_endpoints_that_want_it(store, deliver, receiver):
    wanted = stored(store, an_endpoint(url=receiver.url("/java"), services=frozenset({"java"})))
    stored(store, an_endpoint(url=receiver.url("/php"), services=frozenset({"php"})))

    [notice] = report(store)
    while deliver.execute():
        pass

    [posted] = receiver.wait_for(1)
    assert (notice.recipient, posted.path, posted.verified) == (str(wanted.id), "/java", True)
    assert posted.payload["notification_id"] == posted.headers["webhook-id"] == str(notice.id)
    assert [each.state for each in notices_of(store, notice.episode_id)] == [NotificationState.ACCEPTED]


@pytest.mark.parametrize("status", [500, 503, 429, 404, 302])
def test_an_outage_of_an_hour_loses_nothing_and_repeats_can_be_told(store, deliver, clock, receiver, status):
    stored(store, an_endpoint(url=receiver.url()))
    [notice] = report(store, severity=Severity.CRITICAL)
    receiver.answer(status, Retry_After="60")
    deliver_until(deliver, clock, NOON + timedelta(hours=1))
    tried = len(receiver.posted())
    receiver.answer(200)
    deliver_until(deliver, clock, NOON + timedelta(hours=1, minutes=11))

    assert 3 < tried < 70
    assert len(receiver.posted()) == tried + 1
    assert len(receiver.accepted()) == 1
    assert [each.state for each in notices_of(store, notice.episode_id)] == [NotificationState.ACCEPTED]


def test_a_message_that_is_not_taken_is_given_up_after_three_attempts(store, deliver, clock, receiver):
    stored(store, an_endpoint(url=receiver.url()))
    [notice] = report(store)
    receiver.answer(422, "no such field")
    deliver_until(deliver, clock, NOON + timedelta(hours=1))

    [dead] = notices_of(store, notice.episode_id)
    assert (len(receiver.posted()), dead.state) == (3, NotificationState.DEAD)
    assert dead.last_answer == "422 Unprocessable Entity: no such field"


def test_one_that_is_gone_is_written_to_no_more(store, deliver, receiver):
    stored(store, an_endpoint(url=receiver.url()))
    report(store, pattern="a")
    receiver.answer(410)
    while deliver.execute():
        pass

    assert report(store, pattern="b") == []
