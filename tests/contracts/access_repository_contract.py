"""What every `AccessRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given

from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from domain.access import ApiToken, IngestKey, KeyKind, Scope
from tests.contracts.one_store import on_one_store
from tests.support.strategies import NOON
from tests.support.strategies_records import api_tokens, ingest_keys

_HOUR = timedelta(hours=1)


class AccessRepositoryContract:
    """For tokens and keys."""

    def test_the_oldest_stand_first(self, store: Store) -> None:
        tokens, keys = [_token(n) for n in (1, 0)], [_key(n) for n in (1, 0)]
        with store.writing() as work:
            for token, key in zip(tokens, keys, strict=True):
                work.access.add_token(token)
                work.access.add_key(key)

            assert work.access.tokens() == tokens[::-1]
            assert work.access.keys() == keys[::-1]

    def test_revoking_happens_once(self, store: Store) -> None:
        token, key = _token(), _key()
        with store.writing() as work:
            work.access.add_token(token)
            work.access.add_key(key)

            assert [work.access.revoke_token(token.id, at=NOON + _HOUR * n) for n in (1, 2)] == [True, False]
            assert [work.access.revoke_key(key.id, at=NOON + _HOUR * n) for n in (1, 2)] == [True, False]
            assert work.access.tokens() == [replace(token, revoked_at=NOON + _HOUR)]
            assert work.access.keys() == [replace(key, revoked_at=NOON + _HOUR)]

    def test_unknown_ones_cannot_be_revoked(self, store: Store) -> None:
        with store.writing() as work:
            assert not work.access.revoke_token(uuid4(), at=NOON)
            assert not work.access.revoke_key(uuid4(), at=NOON)

    def test_use_is_recorded(self, store: Store) -> None:
        token, idle, key = _token(0), _token(1), _key()
        with store.writing() as work:
            work.access.add_token(token)
            work.access.add_token(idle)
            work.access.add_key(key)
            work.access.touch([token.id, key.id, uuid4()], at=NOON + _HOUR)
            work.access.touch([], at=NOON)

            assert work.access.tokens() == [replace(token, last_used_at=NOON + _HOUR), idle]
            assert work.access.keys() == [replace(key, last_used_at=NOON + _HOUR)]

    def test_a_digest_belongs_to_one(self, store: Store) -> None:
        with store.writing() as work:
            work.access.add_token(_token(digest=b"1" * 32))

            with pytest.raises(DataRefused):
                work.access.add_token(_token(digest=b"1" * 32))

    @given(token=api_tokens)
    @on_one_store
    def test_a_token_comes_back_equal(self, store: Store, token: ApiToken) -> None:
        with store.writing() as work:
            work.access.add_token(token)

            assert work.access.tokens() == [token]

    @given(key=ingest_keys)
    @on_one_store
    def test_a_key_comes_back_equal(self, store: Store, key: IngestKey) -> None:
        with store.writing() as work:
            work.access.add_key(key)

            assert work.access.keys() == [key]


def _token(hours: int = 0, *, digest: bytes | None = None) -> ApiToken:
    made = NOON + _HOUR * hours
    return ApiToken(id=uuid4(), name="ci", scope=Scope.STAFF, digest=digest or uuid4().bytes * 2, created_at=made)


def _key(hours: int = 0) -> IngestKey:
    made = NOON + _HOUR * hours
    return IngestKey(id=uuid4(), service="java", kind=KeyKind.SECRET, digest=uuid4().bytes * 2, created_at=made)
