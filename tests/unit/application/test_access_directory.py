"""What was given out and taken back holds soon, also while the store is away."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.memory.clock import MemoryClock
from application.access_directory import AccessDirectory
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork
from domain.access import ApiToken, IngestKey, KeyKind, KeyMode, Scope, Service
from tests.support.strategies import NOON


@dataclass
class Outage:
    """A store that can be away, and counts how often it is asked."""

    behind: Store
    away: bool = False
    asked: int = 0

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """As the store behind, or not at all."""
        self.asked += 1
        if self.away:
            raise StoreUnavailable("away")
        with self.behind.reading() as work:
            yield work

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """As the store behind, or not at all."""
        if self.away:
            raise StoreUnavailable("away")
        with self.behind.writing() as work:
            yield work


@pytest.fixture
def outage(store: Store) -> Outage:
    """A store that answers."""
    return Outage(store)


@pytest.fixture
def clock() -> MemoryClock:
    """Stands at noon."""
    return MemoryClock(NOON)


@pytest.fixture
def directory(outage: Outage, clock: MemoryClock) -> AccessDirectory:
    """One that has read nothing yet."""
    return AccessDirectory(outage, clock)


def give_token(store: Store, secret: str = "elt_a", expires_in: timedelta | None = None) -> ApiToken:
    """Store a token."""
    digest = hashlib.sha256(secret.encode()).digest()
    expires_at = None if expires_in is None else NOON + expires_in
    token = ApiToken(id=uuid4(), name="t", scope=Scope.READ, digest=digest, created_at=NOON, expires_at=expires_at)
    with store.writing() as work:
        work.access.add_token(token)
        work.commit()
    return token


def knows(directory: AccessDirectory, clock: MemoryClock, secret: str = "elt_a") -> bool:
    """Whether the token is valid now."""
    return directory.snapshot().token(secret, clock.now()) is not None


def test_what_is_known_is_found_and_nothing_else(store: Store, directory: AccessDirectory, clock: MemoryClock) -> None:
    give_token(store)

    assert knows(directory, clock)
    assert not any(knows(directory, clock, secret) for secret in ("", "elt_b", "\ud800", "x" * 100_000))


def test_a_token_ends_when_it_expires_and_not_later(
    store: Store, directory: AccessDirectory, clock: MemoryClock
) -> None:
    give_token(store, expires_in=timedelta(seconds=2))
    before = knows(directory, clock)

    clock.move(timedelta(seconds=2))

    assert (before, knows(directory, clock)) == (True, False)


def test_the_store_is_asked_every_three_seconds_and_not_more(
    outage: Outage, directory: AccessDirectory, clock: MemoryClock
) -> None:
    for _ in range(60):
        directory.snapshot()
        clock.move(timedelta(seconds=0.1))

    assert outage.asked == 2


def test_who_presents_what_is_not_known_makes_it_look_again(
    outage: Outage, directory: AccessDirectory, clock: MemoryClock
) -> None:
    directory.snapshot()
    give_token(outage.behind)
    clock.move(timedelta(seconds=0.5))

    assert directory.renewed().token("elt_a", clock.now()) is not None
    assert [directory.renewed() for _ in range(100)]
    assert outage.asked == 2


def test_a_clock_that_is_set_back_does_not_keep_what_was_revoked(
    outage: Outage, directory: AccessDirectory, clock: MemoryClock
) -> None:
    token = give_token(outage.behind)
    directory.snapshot()
    with outage.behind.writing() as work:
        work.access.revoke_token(token.id, at=NOON)
        work.commit()

    clock.move(timedelta(hours=-1))

    assert not knows(directory, clock)


def test_with_the_store_away_what_was_read_holds_for_a_minute(
    outage: Outage, directory: AccessDirectory, clock: MemoryClock
) -> None:
    give_token(outage.behind)
    directory.snapshot()
    outage.away = True

    clock.move(timedelta(seconds=60))
    assert knows(directory, clock)

    clock.move(timedelta(seconds=2))
    with pytest.raises(StoreUnavailable):
        directory.snapshot()


def test_a_store_that_is_away_is_asked_once_a_second(
    outage: Outage, directory: AccessDirectory, clock: MemoryClock
) -> None:
    outage.away = True
    for _ in range(100):
        with pytest.raises(StoreUnavailable):
            directory.snapshot()

    assert outage.asked == 1


def test_a_store_that_comes_back_is_found_within_a_second(
    outage: Outage, directory: AccessDirectory, clock: MemoryClock
) -> None:
    outage.away = True
    with pytest.raises(StoreUnavailable):
        directory.snapshot()
    outage.away = False

    clock.move(timedelta(seconds=1))

    assert directory.snapshot().tokens == {}


def test_use_is_written_down_in_batches(outage: Outage, directory: AccessDirectory, clock: MemoryClock) -> None:
    token = give_token(outage.behind)
    directory.snapshot()
    directory.note_use(token.id)

    clock.move(timedelta(seconds=30))
    directory.snapshot()

    with outage.behind.reading() as work:
        assert work.access.tokens()[0].last_used_at is not None


def test_what_could_not_be_written_down_is_written_later(
    outage: Outage, directory: AccessDirectory, clock: MemoryClock
) -> None:
    with outage.behind.writing() as work:
        work.services.save_service(Service(name="java", key_mode=KeyMode.OBSERVE, first_seen=NOON))
        work.commit()
    directory.note_keyless("java")
    outage.away = True
    with pytest.raises(StoreUnavailable):
        directory.write_use()
    outage.away = False

    directory.write_use()

    with outage.behind.reading() as work:
        assert [service.keyless_posts for service in work.services.services()] == [1]


def test_a_key_is_found_until_it_is_revoked(store: Store, directory: AccessDirectory, clock: MemoryClock) -> None:
    digest = hashlib.sha256(b"elk_secret_a").digest()
    key = IngestKey(id=uuid4(), service="java", kind=KeyKind.SECRET, digest=digest, created_at=NOON)
    with store.writing() as work:
        work.access.add_key(key)
        work.commit()
    before = directory.snapshot().key("elk_secret_a")
    with store.writing() as work:
        work.access.revoke_key(key.id, at=NOON)
        work.commit()

    clock.move(timedelta(seconds=3))

    assert (before, directory.snapshot().key("elk_secret_a")) == (key, None)
