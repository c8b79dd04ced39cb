"""What holds when several units of work are under way at once."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

from application.check_audit_log import CheckAuditLog
from application.ports.event_key_repository import EventKey
from application.ports.idempotency_keys import KeyedRequest
from application.ports.unit_of_work import Store, UnitOfWork
from domain.audit import AuditEntry
from domain.delivery import Channel
from domain.episode import TriageMark, TriageReason
from domain.notification import LEASE
from domain.severity import Severity
from domain.statistics import PATTERN_PERIODS, CounterKey, Period, Tally
from tests.support.builders import a_developer, a_notification, a_pattern, an_episode
from tests.support.strategies import NOON

T = TypeVar("T")

_WORKERS = 4


class RacesContract:
    """For stores that several threads and processes share. The state is right after any interleaving."""

    def test_one_pattern_is_founded_once(self, store: Store) -> None:
        pattern = a_pattern()

        def found(work: UnitOfWork) -> int:
            locked = work.patterns.lock({pattern.id: pattern})[pattern.id]
            work.patterns.save([replace(locked, occurrences=locked.occurrences + 1)])
            return locked.occurrences

        assert sorted(_race(store, [found] * _WORKERS)) == list(range(_WORKERS))

    def test_many_patterns_are_locked_in_any_order(self, store: Store) -> None:
        patterns = [a_pattern() for _ in range(12)]
        _race(store, [lambda work: len(work.patterns.lock({each.id: each for each in patterns}))])

        def count(order: int) -> Callable[[UnitOfWork], int]:
            def step(work: UnitOfWork) -> int:
                locked = work.patterns.lock({each.id: each for each in patterns[::order]})
                work.patterns.save([replace(each, occurrences=each.occurrences + 1) for each in locked.values()])
                return len(locked)

            return step

        assert _race(store, [count(1), count(-1)] * 4) == [12] * 8
        with store.reading() as work:
            assert {_occurrences(work, each.id) for each in patterns} == {8}

    def test_one_of_many_repeats_gets_an_idempotency_key(self, store: Store) -> None:
        request = KeyedRequest(key=b"k" * 32, body_digest=b"b" * 32, claimed_at=NOON, expires_at=NOON + LEASE)

        def claim(work: UnitOfWork) -> bool:
            return work.idempotency_keys.claim(request, left_before=NOON - LEASE) is None

        assert sorted(_race(store, [claim] * _WORKERS)) == [False] * (_WORKERS - 1) + [True]

    def test_an_event_key_is_taken_once(self, store: Store) -> None:
        names = [uuid4() for _ in range(20)]

        def claim(work: UnitOfWork) -> int:
            keys = [EventKey("java", name, uuid4(), b"d", NOON + LEASE) for name in names]
            return len(names) - len(work.event_keys.claim(keys, now=NOON))

        assert sorted(_race(store, [claim] * _WORKERS)) == [0] * (_WORKERS - 1) + [20]

    def test_a_notification_is_claimed_once(self, store: Store) -> None:
        with store.writing() as work:
            work.notifications.add([a_notification() for _ in range(20)])
            work.commit()

        def claim(work: UnitOfWork) -> list[UUID]:
            due = work.notifications.lock_due(Channel.EMAIL, now=NOON, limit=4)
            work.notifications.save([each.claimed("worker", now=NOON) for each in due])
            return [each.id for each in due]

        claimed = [each for ids in _race(store, [claim] * 8) for each in ids]
        assert len(claimed) == len(set(claimed)) <= 20
        assert len(claimed) + sum(len(ids) for ids in _race(store, [claim] * 8, at_once=False)) == 20

    def test_a_mark_is_triaged_once(self, store: Store) -> None:
        with store.writing() as work:
            work.episodes.add([an_episode(triage=TriageMark(TriageReason.NEW, NOON)) for _ in range(20)])
            work.commit()

        def triage(work: UnitOfWork) -> list[UUID]:
            marked = work.episodes.claim_triage(4)
            work.episodes.save([each.triaged() for each in marked])
            return [each.id for each in marked]

        done = [each for ids in _race(store, [triage] * 8) for each in ids]
        assert len(done) == len(set(done)) <= 20
        assert len(done) + sum(len(ids) for ids in _race(store, [triage] * 8, at_once=False)) == 20

    def test_turns_are_given_one_after_the_other(self, store: Store) -> None:
        with store.writing() as work:
            for name in ("Ada", "Bob"):
                work.developers.add(a_developer(name))
            work.commit()

        def assign(work: UnitOfWork) -> UUID:
            chosen = min(work.developers.lock_candidates(), key=lambda each: (each.open_episodes, each.developer.id))
            work.episodes.add([an_episode(owner_id=chosen.developer.id)])
            return chosen.developer.id

        owners = _race(store, [assign] * 8)

        assert {owners.count(owner) for owner in owners} == {4}

    def test_no_count_is_lost(self, store: Store) -> None:
        keys = [CounterKey(NOON, f"service {n}", "production", Severity.HIGH, None) for n in range(10)]

        def count(work: UnitOfWork) -> None:
            services = {period: Counter(keys if period is Period.MINUTE else ()) for period in Period}
            work.counters.add(Tally(services=services, patterns={period: Counter() for period in PATTERN_PERIODS}))

        _race(store, [count] * 8)

        with store.reading() as work:
            assert work.counters.total(Period.MINUTE, since=NOON) == 80

    def test_entries_of_many_writers_are_one_chain(self, store: Store) -> None:
        def note(work: UnitOfWork) -> None:
            for number in range(3):
                work.audit.note(AuditEntry(at=NOON, actor="anna", action="token.create", subject=str(number)))

        _race(store, [note] * 8)

        assert CheckAuditLog(store, batch=5).execute() == 24

    def test_a_reader_does_not_wait_for_a_writer(self, store: Store) -> None:
        with store.writing() as writing:
            writing.patterns.lock({(pattern := a_pattern()).id: pattern})

            with store.reading() as reading:
                assert reading.patterns.get(pattern.id) is None


def _race(store: Store, steps: Sequence[Callable[[UnitOfWork], T]], *, at_once: bool = True) -> list[T]:
    """The result of each step in a unit of work, and a thread, of its own; all are let go together."""
    ready = Barrier(len(steps))

    def run(step: Callable[[UnitOfWork], T]) -> T:
        if at_once:
            ready.wait(10)
        with store.writing() as work:
            result = step(work)
            work.commit()
        return result

    with ThreadPoolExecutor(len(steps) if at_once else 1) as threads:
        return list(threads.map(run, steps))


def _occurrences(work: UnitOfWork, pattern_id: UUID) -> int:
    pattern = work.patterns.get(pattern_id)
    assert pattern is not None
    return pattern.occurrences
