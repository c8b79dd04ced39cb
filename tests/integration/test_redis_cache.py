"""Answers that processes share, on a real Redis."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from uuid import uuid4

import pytest

from adapters.outbound.cache.cache import RedisCache
from adapters.outbound.cache.rate_limiter import connect
from adapters.outbound.memory.cache import MemoryCache
from application.ports.cache import Cache
from tests.contracts.cache_contract import CacheContract, Counting, broken
from tests.support.redis_server import RedisServer


@pytest.fixture(scope="module")
def shared_redis() -> Iterator[RedisServer]:
    """One that no test stops."""
    server = RedisServer.start()
    yield server
    server.close()


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """One to stop."""
    server = RedisServer.start()
    yield server
    server.close()


def cache_of(server: RedisServer, prefix: str = "", *, patience_s: float = 20.0) -> RedisCache:
    """A process's cache."""
    return RedisCache(connect(server.url), fallback=MemoryCache(), prefix=prefix or uuid4().hex, patience_s=patience_s)


class TestRedisCache(CacheContract):
    """See the contract."""

    @pytest.fixture
    def cache(self, shared_redis: RedisServer) -> Cache:
        """An empty one."""
        return cache_of(shared_redis)


def test_processes_share_what_one_made(shared_redis: RedisServer) -> None:
    prefix = uuid4().hex
    cache_of(shared_redis, prefix).get_or_make("a", lifetime_s=60, make=Counting())

    assert cache_of(shared_redis, prefix).get_or_make("a", lifetime_s=60, make=broken) == b"1"


def test_a_stampede_on_many_processes_makes_it_once(shared_redis: RedisServer) -> None:
    prefix, gate = uuid4().hex, threading.Event()
    processes, make = [cache_of(shared_redis, prefix) for _ in range(4)], Counting(gate)
    with ThreadPoolExecutor(16) as threads:
        answers = [threads.submit(processes[n % 4].get_or_make, "a", lifetime_s=60, make=make) for n in range(16)]
        assert make.begun.wait(20)
        gate.set()

        assert {answer.result(20) for answer in answers} == {b"1"}


def test_who_has_waited_long_enough_makes_it_too(shared_redis: RedisServer) -> None:
    prefix, gate, slow = uuid4().hex, threading.Event(), Counting()
    with ThreadPoolExecutor(1) as threads:
        blocked = Counting(gate)
        first = threads.submit(cache_of(shared_redis, prefix).get_or_make, "a", lifetime_s=60, make=blocked)
        assert blocked.begun.wait(20)

        second = cache_of(shared_redis, prefix, patience_s=0.1).get_or_make("a", lifetime_s=60, make=slow)
        gate.set()

        assert (second, first.result(20), slow.made) == (b"1", b"1", 1)


def test_answers_and_locks_are_forgotten(shared_redis: RedisServer) -> None:
    prefix = uuid4().hex
    cache_of(shared_redis, prefix).get_or_make("a", lifetime_s=60, make=Counting())

    client = connect(shared_redis.url)
    kept = list(client.scan_iter(f"{prefix}:*"))
    assert kept == [f"{prefix}:a".encode()]
    assert 0 < client.ttl(kept[0]) <= 60


def test_while_redis_is_away_the_process_remembers_by_itself(own_redis: RedisServer) -> None:
    cache, make = cache_of(own_redis), Counting()
    cache.get_or_make("a", lifetime_s=60, make=make)
    own_redis.stop()

    assert [cache.get_or_make("a", lifetime_s=60, make=make) for _ in range(3)] == [b"2"] * 3


def test_a_redis_that_dies_while_an_answer_is_made_loses_nothing(own_redis: RedisServer) -> None:
    cache = cache_of(own_redis)

    def make() -> bytes:
        own_redis.stop()
        return b"made"

    assert cache.get_or_make("a", lifetime_s=60, make=make) == b"made"
    assert cache.get_or_make("a", lifetime_s=60, make=broken) == b"made"


def test_a_redis_that_hangs_delays_one_request_and_not_each(own_redis: RedisServer) -> None:
    cache = cache_of(own_redis)
    cache.put("a", b"kept", lifetime_s=60)
    own_redis.freeze()

    started = perf_counter()
    answers = {cache.get_or_make("a", lifetime_s=60, make=Counting()) for _ in range(1_000)}

    assert (answers, perf_counter() - started < 2) == ({b"1"}, True)
    own_redis.thaw()


def test_a_redis_that_comes_back_is_asked_again(own_redis: RedisServer) -> None:
    now_s = 1_000.0
    cache = RedisCache(connect(own_redis.url), fallback=MemoryCache(), clock_s=lambda: now_s)
    own_redis.stop()
    cache.put("a", b"by itself", lifetime_s=60)
    own_redis.start_again()

    now_s += 5.0
    cache.put("a", b"shared", lifetime_s=60)

    assert cache_of(own_redis, "error-logging:answer").get_or_make("a", lifetime_s=60, make=broken) == b"shared"
