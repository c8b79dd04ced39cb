"""What every `EventKeyRepository` promises."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from application.ports.event_key_repository import EventKey
from application.ports.unit_of_work import Store
from tests.contracts.one_store import on_one_store
from tests.support.strategies import NOON
from tests.support.strategies_records import event_keys

_WEEK = timedelta(days=7)


class EventKeyRepositoryContract:
    """For event keys."""

    def test_a_free_key_is_taken(self, store: Store) -> None:
        with store.writing() as work:
            assert work.event_keys.claim([_key("java")], now=NOON) == {}
            assert work.event_keys.claim([], now=NOON) == {}

    def test_a_taken_key_is_answered_as_it_was_stored(self, store: Store) -> None:
        first = _key("java")
        again = EventKey("java", first.event_id, uuid4(), b"2" * 32, NOON + 2 * _WEEK)
        elsewhere = EventKey("react", first.event_id, uuid4(), b"3" * 32, NOON + _WEEK)
        _claim(store, first)

        with store.writing() as work:
            assert work.event_keys.claim([again, elsewhere], now=NOON) == {("java", first.event_id): first}

    def test_many_keys_some_of_them_taken(self, store: Store) -> None:
        taken = [_key("java") for _ in range(7)]
        _claim(store, *taken)
        again = [EventKey(key.service, key.event_id, uuid4(), b"2" * 32, NOON + _WEEK) for key in taken]

        with store.writing() as work:
            answer = work.event_keys.claim([*again, *(_key("java") for _ in range(9))], now=NOON)

        assert answer == {(key.service, key.event_id): key for key in taken}

    def test_an_expired_key_is_free_again(self, store: Store) -> None:
        first = _key("java")
        again = EventKey("java", first.event_id, uuid4(), b"2" * 32, NOON + 2 * _WEEK)
        _claim(store, first)

        with store.writing() as work:
            assert work.event_keys.claim([again], now=NOON + _WEEK) == {}
            assert work.event_keys.claim([first], now=NOON + _WEEK) == {("java", first.event_id): again}

    def test_a_claim_that_is_rolled_back_frees_its_keys(self, store: Store) -> None:
        key = _key("java")
        with store.writing() as work:
            work.event_keys.claim([key], now=NOON)

        with store.writing() as work:
            assert work.event_keys.claim([key], now=NOON) == {}

    @given(key=event_keys)
    @on_one_store
    def test_a_key_comes_back_equal(self, store: Store, key: EventKey) -> None:
        before = datetime.min.replace(tzinfo=NOON.tzinfo, year=1800)
        with store.writing() as work:
            work.event_keys.claim([key], now=before)

            assert work.event_keys.claim([key], now=before) == {(key.service, key.event_id): key}

    def test_keys_behave_as_a_dictionary_with_expiry(self, store: Store) -> None:
        machine = type("Machine", (_EventKeyMachine,), {"store": store})
        run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=12))


class _EventKeyMachine(RuleBasedStateMachine):
    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.names = [uuid4() for _ in range(4)]
        self.model: dict[tuple[str, UUID], EventKey] = {}

    @rule(hours=st.integers(1, 100))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        wanted=st.sets(st.tuples(st.sampled_from(["java", "react"]), st.integers(0, 3)), max_size=5),
        commits=st.booleans(),
    )
    def claim(self, wanted: set[tuple[str, int]], commits: bool) -> None:
        keys = [EventKey(service, self.names[n], uuid4(), b"d" * 32, self.now + _WEEK) for service, n in wanted]
        taken = {
            place: self.model[place]
            for place in ((key.service, key.event_id) for key in keys)
            if place in self.model and self.model[place].expires_at > self.now
        }
        with self.store.writing() as work:
            assert work.event_keys.claim(keys, now=self.now) == taken
            if commits:
                work.commit()
                self.model.update(
                    {(key.service, key.event_id): key for key in keys if (key.service, key.event_id) not in taken}
                )


def _key(service: str) -> EventKey:
    return EventKey(service, uuid4(), uuid4(), b"1" * 32, NOON + _WEEK)


def _claim(store: Store, *keys: EventKey) -> None:
    with store.writing() as work:
        assert work.event_keys.claim(keys, now=NOON) == {}
        work.commit()
