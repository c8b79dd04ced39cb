"""What every `NotificationRepository` promises."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from application.ports.unit_of_work import Store
from domain.delivery import Attempt, AttemptResult, Channel, DeliveryOutcome
from domain.notification import LEASE, Notification, NotificationState
from domain.severity import Severity
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_notification, an_attempt
from tests.support.strategies import NOON
from tests.support.strategies_records import attempts, notifications

_MINUTE = timedelta(minutes=1)


class NotificationRepositoryContract:
    """For the outbox and its attempts."""

    def test_the_earliest_due_stands_first(self, store: Store) -> None:
        due = [a_notification(next_attempt_at=NOON - _MINUTE * n) for n in (1, 3, 2)]
        later, done = a_notification(next_attempt_at=NOON + _MINUTE), a_notification(next_attempt_at=None)
        _add(store, *due, later, done)

        with store.writing() as work:
            assert work.notifications.lock_due(Channel.EMAIL, now=NOON, limit=2) == [due[1], due[2]]
            assert len(work.notifications.lock_due(Channel.EMAIL, now=NOON, limit=10)) == 3

    def test_a_living_lease_hides_it(self, store: Store) -> None:
        claimed = a_notification().claimed("w1", now=NOON)
        _add(store, claimed)

        with store.writing() as work:
            just_before = NOON + LEASE - timedelta(microseconds=1)
            assert work.notifications.lock_due(Channel.EMAIL, now=just_before, limit=5) == []
            assert work.notifications.lock_due(Channel.EMAIL, now=NOON + LEASE, limit=5) == [claimed]

    def test_the_holder_finds_what_it_holds(self, store: Store) -> None:
        claimed = a_notification().claimed("w1", now=NOON)
        _add(store, claimed)

        with store.writing() as work:
            assert work.notifications.lock_held(claimed.id, "w1") == claimed
            assert work.notifications.lock_held(claimed.id, "w2") is None
            assert work.notifications.lock_held(uuid4(), "w1") is None

    def test_save_overwrites_what_can_change(self, store: Store) -> None:
        notification, other = a_notification(), a_notification()
        _add(store, notification, other)
        deferred = AttemptResult(DeliveryOutcome.DEFERRED, "try later")
        changed = notification.claimed("w1", now=NOON).after(deferred, now=NOON, jitter=0.5)
        changed = replace(changed, level=3, repeats=2)

        with store.writing() as work:
            work.notifications.save([changed])

            assert work.notifications.get(notification.id) == changed
            assert work.notifications.get(other.id) == other
            assert work.notifications.get(uuid4()) is None

    def test_attempts_are_kept_in_order(self, store: Store) -> None:
        notification = a_notification()
        first, second = an_attempt(notification.id, 1), an_attempt(notification.id, 2)
        ended = replace(first, ended_at=NOON, outcome=DeliveryOutcome.DEFERRED, answer="later")
        _add(store, notification)
        with store.writing() as work:
            work.notifications.add_attempts([second, first])
            work.notifications.finish_attempt(ended)

            assert work.notifications.attempts(notification.id) == [ended, second]
            assert work.notifications.open_attempts([notification.id, uuid4()]) == [second]
            assert work.notifications.open_attempts([]) == []

    def test_those_of_an_episode_stand_oldest_first(self, store: Store) -> None:
        episode_id = uuid4()
        told = [a_notification(episode_id=episode_id, created_at=NOON + _MINUTE * n) for n in (2, 1)]
        _add(store, *told, a_notification())

        with store.reading() as work:
            assert work.notifications.of_episode(episode_id) == told[::-1]

    def test_trusted_ones_stand_first_then_the_worse(self, store: Store) -> None:
        kinds = [(trusted, severity) for trusted in (True, False) for severity in Severity]
        due = [
            a_notification(trusted=trusted, severity=severity, next_attempt_at=NOON - _MINUTE * place)
            for place, (trusted, severity) in enumerate(kinds)
        ]
        _add(store, *reversed(due), a_notification(severity=Severity.CRITICAL, next_attempt_at=NOON + _MINUTE))

        with store.writing() as work:
            assert work.notifications.lock_due(Channel.EMAIL, now=NOON, limit=20) == due
            assert work.notifications.lock_due(Channel.EMAIL, now=NOON, limit=3) == due[:3]

    def test_places_of_strangers_messages_are_counted(self, store: Store) -> None:
        _add(
            store,
            a_notification(trusted=False, sent_from=NOON),
            a_notification(trusted=False, sent_from=NOON + _MINUTE, next_attempt_at=None),
            a_notification(trusted=False, sent_from=NOON - _MINUTE),
            a_notification(trusted=False, state=NotificationState.SUPPRESSED, next_attempt_at=None),
            a_notification(trusted=True, sent_from=NOON),
        )

        with store.reading() as work:
            assert work.notifications.untrusted_slots_taken(NOON) == 2

    def test_strangers_messages_that_wait_are_found_by_episode(self, store: Store) -> None:
        waiting = a_notification(trusted=False)
        of_it = {"episode_id": waiting.episode_id}
        _add(store, waiting, a_notification(**of_it), a_notification(trusted=False))
        _add(store, a_notification(trusted=False, **of_it).claimed("w1", now=NOON))

        with store.writing() as work:
            assert work.notifications.lock_waiting_untrusted(waiting.episode_id) == [waiting]

    def test_what_is_due_is_claimed_a_channel_at_a_time(self, store: Store) -> None:
        mail, chat = a_notification(), a_notification(channel=Channel.SLACK, next_attempt_at=NOON - _MINUTE)
        _add(store, mail, chat)

        with store.writing() as work:
            found = [work.notifications.lock_due(channel, now=NOON, limit=9) for channel in Channel]
            due = [work.notifications.next_due_at(channel) for channel in Channel]
        assert found == [[mail], [chat], [], []]
        assert due == [NOON, NOON - _MINUTE, None, None]

    def test_recipients_who_are_left_alone_are_passed_over(self, store: Store) -> None:
        ann, bob = a_notification(recipient="ann"), a_notification(recipient="bob", next_attempt_at=NOON - _MINUTE)
        _add(store, ann, bob)

        with store.writing() as work:
            assert work.notifications.lock_due(Channel.EMAIL, now=NOON, limit=9, without=["bob", "eve"]) == [ann]
            assert work.notifications.next_due_at(Channel.EMAIL, without=["bob"]) == NOON
            assert work.notifications.next_due_at(Channel.EMAIL, without=["ann", "bob"]) is None

    def test_what_providers_are_to_be_asked_about_is_found_in_its_order(self, store: Store) -> None:
        asked = [a_notification(poll_at=NOON - _MINUTE * n, next_attempt_at=None) for n in (1, 2)]
        _add(store, *asked, a_notification(poll_at=NOON + _MINUTE), a_notification())

        with store.writing() as work:
            assert work.notifications.lock_poll_due(now=NOON, limit=9) == [asked[1], asked[0]]
            assert work.notifications.next_poll_at() == NOON - _MINUTE * 2

    def test_what_a_channel_sent_is_counted(self, store: Store) -> None:
        texts = {"channel": Channel.SMS}
        kept = [NotificationState.SUPPRESSED, NotificationState.HELD]
        _add(store, a_notification(**texts), a_notification(**texts, state=NotificationState.DEAD), a_notification())
        _add(store, a_notification(**texts, created_at=NOON - _MINUTE))
        _add(store, *(a_notification(**texts, state=state) for state in kept))

        with store.reading() as work:
            assert work.notifications.sent_since(Channel.SMS, NOON) == 2

    def test_nothing_is_due_in_an_empty_outbox(self, store: Store) -> None:
        with store.reading() as work:
            assert work.notifications.next_due_at() is None

    def test_the_next_due_time_waits_for_a_lease_to_end(self, store: Store) -> None:
        _add(store, a_notification(next_attempt_at=NOON - _MINUTE).claimed("w1", now=NOON))
        with store.reading() as work:
            assert work.notifications.next_due_at() == NOON + LEASE

        _add(store, a_notification(next_attempt_at=NOON + timedelta(seconds=9)))
        with store.reading() as work:
            assert work.notifications.next_due_at() == NOON + timedelta(seconds=9)

    @given(notification=notifications)
    @on_one_store
    def test_a_notification_comes_back_equal(self, store: Store, notification: Notification) -> None:
        with store.writing() as work:
            work.notifications.add([notification])

            assert work.notifications.get(notification.id) == notification

    @given(attempt=attempts)
    @on_one_store
    def test_an_attempt_comes_back_equal(self, store: Store, attempt: Attempt) -> None:
        with store.writing() as work:
            work.notifications.add([a_notification(id=attempt.notification_id)])
            work.notifications.add_attempts([attempt])

            assert work.notifications.attempts(attempt.notification_id) == [attempt]

    def test_an_outbox_behaves_as_its_model(self, store: Store) -> None:
        machine = type("Machine", (_OutboxMachine,), {"store": store})
        run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=15))


class _OutboxMachine(RuleBasedStateMachine):
    """Workers claim, finish, or die; the model is a dictionary of the domain's own records."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.model: dict[UUID, Notification] = {}
        with self.store.writing() as work:
            # What earlier examples left due is none of this one's.
            for_ever = datetime.max.replace(tzinfo=NOON.tzinfo)
            while left := work.notifications.lock_due(Channel.EMAIL, now=for_ever, limit=100):
                work.notifications.save([replace(each, next_attempt_at=None) for each in left])
            work.commit()

    @rule(seconds=st.integers(0, 200))
    def write_one(self, seconds: int) -> None:
        notification = a_notification(next_attempt_at=self.now + timedelta(seconds=seconds))
        self.model[notification.id] = notification
        _add(self.store, notification)

    @rule(seconds=st.integers(1, 90))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(owner=st.sampled_from(["w1", "w2"]), limit=st.integers(1, 3))
    def claim(self, owner: str, limit: int) -> None:
        due = sorted(
            (each for each in self.model.values() if each.is_due(self.now)),
            key=lambda each: (each.next_attempt_at, each.id),
        )[:limit]
        with self.store.writing() as work:
            found = work.notifications.lock_due(Channel.EMAIL, now=self.now, limit=limit)
            assert found == due
            claimed = [each.claimed(owner, now=self.now) for each in found]
            work.notifications.save(claimed)
            work.commit()
        self.model.update({each.id: each for each in claimed})

    @rule(owner=st.sampled_from(["w1", "w2"]), outcome=st.sampled_from(["accepted", "deferred", "refused"]))
    def finish(self, owner: str, outcome: str) -> None:
        for notification in list(self.model.values()):
            with self.store.writing() as work:
                held = work.notifications.lock_held(notification.id, owner)
                assert held == (notification if notification.lease_owner == owner else None)
                if held is not None:
                    result = AttemptResult(DeliveryOutcome(outcome), "answer")
                    self.model[held.id] = held.after(result, now=self.now, jitter=0.0)
                    work.notifications.save([self.model[held.id]])
                work.commit()

    @invariant()
    def the_next_due_time_is_right(self) -> None:
        times = [
            max(each.next_attempt_at, each.lease_until or each.next_attempt_at)
            for each in self.model.values()
            if each.next_attempt_at is not None
        ]
        with self.store.reading() as work:
            assert work.notifications.next_due_at() == min(times, default=None)


def _add(store: Store, *added: Notification) -> None:
    with store.writing() as work:
        work.notifications.add(added)
        work.commit()
