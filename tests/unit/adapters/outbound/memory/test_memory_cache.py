"""Answers that one process keeps."""

from datetime import timedelta

import pytest

from adapters.outbound.memory.cache import MemoryCache
from adapters.outbound.memory.clock import MemoryClock
from application.ports.cache import Cache
from tests.contracts.cache_contract import CacheContract, Counting, broken
from tests.support.strategies import NOON


class TestMemoryCache(CacheContract):
    """See the contract."""

    @pytest.fixture
    def cache(self) -> Cache:
        """An empty one."""
        return MemoryCache()


def test_what_is_too_old_is_made_again() -> None:
    clock = MemoryClock(NOON)
    cache, make = MemoryCache(clock_s=lambda: clock.now().timestamp()), Counting()

    def after(seconds: float) -> bytes:
        clock.move(timedelta(seconds=seconds))
        return cache.get_or_make("a", lifetime_s=60, make=make)

    assert [after(seconds) for seconds in (0, 59, 1, 59)] == [b"1", b"1", b"2", b"2"]


def test_what_was_not_asked_for_longest_makes_room() -> None:
    cache = MemoryCache(most_bytes=3_900)
    for key in ("a", "b", "c"):
        cache.put(key, b"x" * 1_000, lifetime_s=60)
    cache.get_or_make("a", lifetime_s=60, make=broken)
    cache.put("d", b"x" * 1_000, lifetime_s=60)

    make = Counting()
    made = [cache.get_or_make(key, lifetime_s=60, make=make) for key in ("a", "c", "d", "b")]

    assert [len(value) for value in made] == [1_000, 1_000, 1_000, 1]


def test_what_is_larger_than_all_may_be_is_not_kept_and_drives_nothing_out() -> None:
    cache = MemoryCache(most_bytes=1_000)
    cache.put("a", b"small", lifetime_s=60)
    cache.put("b", b"x" * 1_000, lifetime_s=60)

    assert cache.get_or_make("a", lifetime_s=60, make=broken) == b"small"
    assert cache.get_or_make("b", lifetime_s=60, make=Counting()) == b"1"


def test_putting_the_same_key_again_takes_no_more_room() -> None:
    cache = MemoryCache(most_bytes=3_000)
    cache.put("a", b"kept", lifetime_s=60)
    for _ in range(100):
        cache.put("b", b"x" * 1_000, lifetime_s=60)

    assert cache.get_or_make("a", lifetime_s=60, make=broken) == b"kept"
