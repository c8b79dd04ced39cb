"""What every `IdempotencyKeys` promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from application.ports.idempotency_keys import KeyedRequest
from application.ports.unit_of_work import Store
from tests.support.strategies import NOON

A_DAY, A_MINUTE = timedelta(hours=24), timedelta(minutes=1)
REQUEST = KeyedRequest(key=b"k" * 32, body_digest=b"b" * 32, claimed_at=NOON, expires_at=NOON + A_DAY)


class IdempotencyKeysContract:
    """For the keys of an empty store."""

    def test_a_free_key_can_be_claimed(self, store: Store) -> None:
        assert claim(store, REQUEST) is None

    def test_a_claimed_key_cannot(self, store: Store) -> None:
        claim(store, REQUEST)

        assert claim(store, later(REQUEST)) == REQUEST

    def test_an_answer_is_kept(self, store: Store) -> None:
        claim(store, REQUEST)
        finish(store, done := replace(REQUEST, status=201, answer='{"body": "…"}'))

        assert claim(store, later(REQUEST)) == done

    def test_also_for_another_body_and_long_after(self, store: Store) -> None:
        claim(store, REQUEST)
        finish(store, done := replace(REQUEST, status=201, answer="{}"))

        assert claim(store, later(replace(REQUEST, body_digest=b"x" * 32), by=A_DAY - A_MINUTE)) == done

    def test_an_expired_key_is_free(self, store: Store) -> None:
        claim(store, REQUEST)
        finish(store, replace(REQUEST, status=201, answer="{}"))
        again = later(replace(REQUEST, body_digest=b"x" * 32), by=A_DAY)

        assert claim(store, again) is None
        assert claim(store, later(again)) == again

    def test_a_claim_that_was_left_is_free(self, store: Store) -> None:
        claim(store, REQUEST)

        assert claim(store, later(REQUEST, by=A_MINUTE)) is None

    def test_but_not_for_another_body(self, store: Store) -> None:
        claim(store, REQUEST)

        assert claim(store, later(replace(REQUEST, body_digest=b"x" * 32), by=A_MINUTE)) == REQUEST

    def test_who_comes_back_late_changes_nothing(self, store: Store) -> None:
        claim(store, REQUEST)
        claim(store, second := later(REQUEST, by=A_MINUTE))
        finish(store, replace(REQUEST, status=201, answer="late"))
        release(store, REQUEST)

        assert claim(store, later(second)) == second

    def test_a_released_key_is_free(self, store: Store) -> None:
        claim(store, REQUEST)
        release(store, REQUEST)

        assert claim(store, later(replace(REQUEST, body_digest=b"x" * 32))) is None

    def test_what_is_forgotten_about_something_leaves_the_rest(self, store: Store) -> None:
        other, subject = replace(REQUEST, key=b"o" * 32), uuid4()
        for request, named in ((REQUEST, subject), (other, uuid4())):
            claim(store, request)
            finish(store, replace(request, status=200, answer=f'{{"body": "{named}"}}'))
        with store.writing() as work:
            work.idempotency_keys.forget(subject)
            work.commit(announce=False)

        assert claim(store, later(REQUEST)) is None
        assert claim(store, later(other)) is not None

    def test_expired_keys_are_removed_a_few_at_a_time(self, store: Store) -> None:
        for number in range(3):
            claim(store, replace(REQUEST, key=bytes([number]) * 32))
        claim(store, young := replace(REQUEST, key=b"y" * 32, expires_at=NOON + 2 * A_DAY))

        assert [remove_expired(store) for _ in range(3)] == [2, 1, 0]
        assert claim(store, later(young)) == young


def later(request: KeyedRequest, by: timedelta = timedelta(seconds=1)) -> KeyedRequest:
    """The same request, sent again."""
    return replace(request, claimed_at=request.claimed_at + by, expires_at=request.expires_at + by)


def claim(store: Store, request: KeyedRequest) -> KeyedRequest | None:
    """Who has it; claims are left after a minute."""
    with store.writing() as work:
        found = work.idempotency_keys.claim(request, left_before=request.claimed_at - A_MINUTE)
        work.commit(announce=False)
    return found


def finish(store: Store, request: KeyedRequest) -> None:
    """Keep its answer."""
    with store.writing() as work:
        work.idempotency_keys.finish(request)
        work.commit(announce=False)


def release(store: Store, request: KeyedRequest) -> None:
    """Let go of its key."""
    with store.writing() as work:
        work.idempotency_keys.release(request)
        work.commit(announce=False)


def remove_expired(store: Store) -> int:
    """How many of two at the most."""
    with store.writing() as work:
        removed = work.idempotency_keys.remove_expired(now=NOON + A_DAY, limit=2)
        work.commit(announce=False)
    return removed
