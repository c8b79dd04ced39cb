"""One channel's trouble is no other's, and what a provider asks for is kept to."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.system.ids import SystemIds
from application.channel_pauses import ChannelPauses
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.poll_deliveries import PollDeliveries
from application.ports.notifier import Message
from domain.alerting import AlertingPolicy
from domain.delivery import AttemptResult, Channel, DeliveryOutcome, DeliveryStatus, Fate
from domain.notification import DeathReason, NotificationState
from domain.retention import RetentionPolicy
from tests.support.builders import a_developer, a_notification
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

SECOND = timedelta(seconds=1)
BUSY = AttemptResult(DeliveryOutcome.UNREACHABLE, "429", retry_after=40 * SECOND)
TAKEN = AttemptResult(DeliveryOutcome.ACCEPTED, "ok")


class Answering:
    """A channel that answers what the test says; the last answer stays."""

    def __init__(self, channel: Channel, *answers: AttemptResult) -> None:
        self.channel = channel
        self.sent: list[Message] = []
        self._answers = list(answers)

    def send(self, message: Message) -> AttemptResult:
        self.sent.append(message)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


class Hanging(Answering):
    """A channel that does not answer before it is let go."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel, TAKEN)
        self.let_go = threading.Event()
        self.reached = threading.Semaphore(0)

    def send(self, message: Message) -> AttemptResult:
        self.reached.release()
        assert self.let_go.wait(30)
        return super().send(message)


class Reader:
    """A provider that says what became of messages."""

    channel = Channel.SMS

    def __init__(self, *said: DeliveryStatus) -> None:
        self._said = list(said)

    def status_of(self, provider_id: str) -> DeliveryStatus:
        return self._said.pop(0)


def delivering(store, *channels):
    notifiers = {each.channel: each for each in channels}
    options = {"worker": "one", "jitter": lambda: 0.0, "pause": lambda _: False}
    return DeliverNotifications(store, notifiers, SystemIds(), AlertingPolicy(), **options)


def add(store, *changes):
    """Notifications of one open episode, due now."""
    error = a_prepared_error()
    receipt = CommitBatch(store, SystemIds(), RetentionPolicy()).execute([error]).receipts[error.id]
    of_it = {"pattern_id": receipt.pattern_id, "error_id": error.id, "episode_id": receipt.episode_id}
    with store.writing() as work:
        now = work.now()
        times = {"created_at": now, "expires_at": now + timedelta(days=1), "next_attempt_at": now}
        notices = [a_notification(**of_it | times | each) for each in changes]
        work.notifications.add(notices)
        work.commit()
    return [notice.id for notice in notices]


def stored(store, notice_id):
    with store.reading() as work:
        return work.notifications.get(notice_id)


def test_a_channel_that_hangs_holds_no_other(store):
    slack, mail = Hanging(Channel.SLACK), Answering(Channel.EMAIL, TAKEN)
    add(store, *[{"channel": Channel.SLACK, "recipient": "#ops"}] * 4, *[{}] * 4)
    deliver = delivering(store, slack, mail)
    threads = [threading.Thread(target=deliver.execute, args=(Channel.SLACK,)) for _ in range(2)]
    for thread in threads:
        thread.start()
        assert slack.reached.acquire(timeout=10)

    assert [deliver.execute(Channel.EMAIL) for _ in range(5)] == [True] * 4 + [False]

    assert (len(mail.sent), len(slack.sent)) == (4, 0)
    slack.let_go.set()
    for thread in threads:
        thread.join()


def test_a_busy_channel_is_left_alone_with_all_its_messages(store):
    slack = Answering(Channel.SLACK, BUSY)
    first, second = add(store, *[{"channel": Channel.SLACK, "recipient": "#ops"}] * 2)
    deliver = delivering(store, slack)

    assert [deliver.execute(Channel.SLACK) for _ in range(3)] == [True, False, False]

    assert {stored(store, each).state for each in (first, second)} == {
        NotificationState.FAILED,
        NotificationState.PENDING,
    }
    due = deliver.due_in_s(Channel.SLACK)
    assert due is not None
    assert 35 < due <= 40


def test_a_webhook_that_does_not_answer_is_left_alone_and_others_are_not(store):
    silence = AttemptResult(DeliveryOutcome.UNREACHABLE, "nothing listens")
    hooks = Answering(Channel.WEBHOOK, silence, TAKEN)
    dead = {"channel": Channel.WEBHOOK, "recipient": "dead"}
    add(store, dead | {"created_at": NOON}, dead)
    deliver = delivering(store, hooks)
    assert [deliver.execute() for _ in range(2)] == [True, False]

    add(store, {"channel": Channel.WEBHOOK, "recipient": "well"})

    assert [deliver.execute() for _ in range(2)] == [True, False]
    assert [message.notification.recipient for message in hooks.sent] == ["dead", "well"]


def test_a_webhook_is_used_again_once_it_answered():
    pauses, silence = ChannelPauses(), AttemptResult(DeliveryOutcome.UNKNOWN, "")
    waits = []
    for _ in range(6):
        pauses.note(Channel.WEBHOOK, "a", silence, NOON)
        waits.append(pauses.recipients(Channel.WEBHOOK, NOON)["a"] - NOON)
    pauses.note(Channel.WEBHOOK, "a", TAKEN, NOON)

    assert waits == [SECOND * each for each in (5, 10, 20, 40, 60, 60)]
    assert pauses.recipients(Channel.WEBHOOK, NOON) == {}


@pytest.mark.parametrize(("asked", "kept"), [(40, 40), (86_400, 600)])
def test_however_long_a_provider_asks_for_it_is_tried_again(asked, kept):
    pauses = ChannelPauses()

    pauses.note(Channel.SMS, "+1", replace(BUSY, retry_after=SECOND * asked), NOON)

    assert pauses.until(Channel.SMS, NOON) == NOON + SECOND * kept
    assert pauses.until(Channel.SMS, NOON + SECOND * kept) is None
    assert pauses.until(Channel.EMAIL, NOON) is None


def test_the_first_message_in_a_channel_of_slack_begins_the_thread(store):
    places = ("U1:1.0", "#ops:1.1", "U2:1.2")
    slack = Answering(Channel.SLACK, *(replace(TAKEN, provider_id=place, thread=place) for place in places))
    people = [{"recipient": who, "developer_id": uuid4()} for who in ("U1", "U2")]
    notices = [people[0], {"recipient": "#ops"}, people[1]]
    earlier = [NOON + SECOND * place for place in range(3)]
    add(
        store,
        *({"channel": Channel.SLACK, "next_attempt_at": at, **each} for at, each in zip(earlier, notices, strict=True)),
    )
    deliver, seen = delivering(store, slack), []

    while deliver.execute():
        with store.reading() as work:
            seen.append(work.episodes.get(slack.sent[-1].episode.id).slack_thread)

    assert seen == ["U1:1.0", "#ops:1.1", "#ops:1.1"]


def a_text(store):
    """A text message that Twilio took just now."""
    taken = {"state": NotificationState.ACCEPTED, "next_attempt_at": None, "provider_id": "SM1"}
    [notice_id] = add(store, {"channel": Channel.SMS, "recipient": "+4915112345678", **taken})
    with store.writing() as work:
        notice, now = work.notifications.lock(notice_id), work.now()
        work.notifications.save([replace(notice, accepted_at=now - 15 * SECOND, poll_at=now)])
        work.commit()
    return notice_id


def polling(store, *said):
    policy = AlertingPolicy(fallback_recipients=("lead@example.org",))
    return PollDeliveries(store, {Channel.SMS: Reader(*said)}, SystemIds(), policy)


def test_what_was_taken_is_followed_until_it_is_delivered(store):
    notice_id = a_text(store)
    poll = polling(store, DeliveryStatus(Fate.UNDER_WAY, "sent"), DeliveryStatus(Fate.DELIVERED, "delivered"))

    assert [poll.execute(), poll.execute()] == [True, False]
    due = poll.due_in_s()
    assert due is not None
    assert 14 < due <= 16
    with store.writing() as work:
        work.notifications.save([replace(work.notifications.lock(notice_id), poll_at=work.now())])
        work.commit()

    assert poll.execute()
    delivered = stored(store, notice_id)
    assert (delivered.state, delivered.poll_at, delivered.last_answer) == (
        NotificationState.DELIVERED,
        None,
        "delivered",
    )
    assert delivered.delivered_at is not None


def test_what_its_provider_gave_up_is_dead_with_the_providers_reason(store):
    notice_id = a_text(store)

    polling(store, DeliveryStatus(Fate.UNDELIVERED, "undelivered 30003")).execute()

    dead = stored(store, notice_id)
    assert (dead.state, dead.death_reason, dead.poll_at) == (NotificationState.DEAD, DeathReason.UNDELIVERED, None)
    assert dead.last_answer == "undelivered 30003"
    with store.reading() as work:
        history = work.history.of(dead.episode_id)
    assert ("not_delivered", "undelivered") in [(entry.action, entry.reason) for entry in history]


def test_one_that_was_read_meanwhile_stays_read(store):
    notice_id = a_text(store)
    with store.writing() as work:
        work.notifications.save([work.notifications.lock(notice_id).read(work.now())])
        work.commit()

    polling(store, DeliveryStatus(Fate.UNDELIVERED, "failed")).execute()

    assert stored(store, notice_id).state is NotificationState.READ


def test_it_is_asked_less_and_less_often_for_an_hour():
    notice, at = replace(a_notification(channel=Channel.SMS), accepted_at=NOON), NOON + 15 * SECOND
    asked = []
    while at is not None:
        asked.append((at - NOON).total_seconds())
        at = replace(notice, poll_at=at).asked_about(at).poll_at

    assert asked[:6] == [15, 30, 60, 120, 240, 480]
    assert len(asked) < 15
    assert 3600 <= asked[-1] <= 4200


def test_a_provider_that_asks_for_more_time_than_the_usual_wait_gets_it():
    sending = a_notification().claimed("one", now=NOON)

    assert sending.after(BUSY, now=NOON, jitter=0.0).next_attempt_at == NOON + 40 * SECOND


@pytest.mark.parametrize(("channel", "asked"), [(Channel.SMS, True), (Channel.SLACK, False)])
def test_only_where_the_provider_tells_later_it_is_asked(channel, asked):
    sending = a_notification(channel=channel).claimed("one", now=NOON)

    taken = sending.after(replace(TAKEN, provider_id="id"), now=NOON, jitter=0.0)

    assert (taken.provider_id, taken.poll_at) == ("id", NOON + 15 * SECOND if asked else None)


@pytest.mark.parametrize(("to", "mentioned"), [("#ops", "U0ADA"), ("U0ADA", None)])
def test_who_is_on_call_is_mentioned_where_others_read_it_too(store, to, mentioned):
    ada = a_developer(slack_id="U0ADA", on_call=True)
    with store.writing() as work:
        work.developers.add(a_developer("Bob", slack_id="U0BOB"))
        work.developers.add(ada)
        work.commit()
    slack = Answering(Channel.SLACK, TAKEN)
    add(store, {"channel": Channel.SLACK, "recipient": to, "developer_id": None if to == "#ops" else ada.id})

    delivering(store, slack).execute()

    assert slack.sent[0].mention == mentioned
