"""Limits that processes share, on a real Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from uuid import uuid4

import pytest

from adapters.outbound.cache.rate_limiter import RedisRateLimiter, connect
from adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from application.ports.rate_limiter import Crowd, Payer, RateLimiter, RateLimits, Share
from tests.contracts.rate_limiter_contract import LIMITS, RateLimiterContract
from tests.support.processes import eventually
from tests.support.redis_server import RedisServer

NONE = RateLimits(Share(0, 0), Share(0, 0), Share(0, 0))
"""Of a fallback that must not be asked."""


TRUSTED = Payer("a", "a", Crowd.TRUSTED)


def stranger(name: str) -> Payer:
    """Somebody without a key."""
    return Payer(name, name, Crowd.STRANGER)


class Time:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        """The present second."""
        return self.now_s


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


def limiter(
    server: RedisServer, *, limits: RateLimits = LIMITS, prefix: str = "", time: Time | None = None
) -> RateLimiter:
    """A process's limiter; its fallback refuses all, so that it shows who counted."""
    return RedisRateLimiter(
        connect(server.url),
        limits,
        fallback=MemoryRateLimiter(NONE),
        prefix=prefix or uuid4().hex,
        clock_s=time or Time(),
    )


class TestRedisRateLimiter(RateLimiterContract):
    """See the contract."""

    @pytest.fixture
    def limiter(self, shared_redis: RedisServer) -> RateLimiter:
        """An unused one, in a minute of Redis's clock that does not end within the test."""
        client = connect(shared_redis.url)
        eventually(lambda: int(client.time()[0]) % 60 < 58)
        client.close()
        return limiter(shared_redis)


def test_processes_together_take_exactly_the_share(shared_redis: RedisServer) -> None:
    share, prefix = Share(500, 10**6), uuid4().hex
    limits = RateLimits(share, share, Share(10**6, 10**9))
    processes = [limiter(shared_redis, limits=limits, prefix=prefix) for _ in range(4)]

    with ThreadPoolExecutor(8) as threads:
        taken = threads.map(lambda n: processes[n % 4].take(TRUSTED, items=1, size_bytes=1).limit, range(1_200))

    # A new minute of Redis's clock may begin in the middle.
    assert list(taken).count(None) in range(500, 1_001)


def test_counters_are_forgotten(shared_redis: RedisServer) -> None:
    prefix = uuid4().hex
    limiter(shared_redis, prefix=prefix).take(stranger("a"), items=1, size_bytes=1)

    client = connect(shared_redis.url)
    keys = list(client.scan_iter(f"{prefix}:*"))
    assert len(keys) == 4
    assert all(0 < client.ttl(key) <= 120 for key in keys)


def test_while_redis_is_away_the_process_counts_by_itself(own_redis: RedisServer) -> None:
    mine = RedisRateLimiter(connect(own_redis.url), NONE, fallback=MemoryRateLimiter(LIMITS), clock_s=Time())
    own_redis.stop()

    taken = [mine.take(stranger("a"), items=5, size_bytes=1).limit for _ in range(3)]

    assert taken == [None, None, "sender"]


def test_a_redis_that_hangs_delays_one_request_and_not_each(own_redis: RedisServer) -> None:
    mine = limiter(own_redis)
    mine.take(stranger("a"), items=1, size_bytes=1)
    own_redis.freeze()

    started = perf_counter()
    taken = {mine.take(stranger("a"), items=1, size_bytes=1).limit for _ in range(1_000)}

    assert (taken, perf_counter() - started < 2) == ({"sender"}, True)
    own_redis.thaw()


def test_a_redis_that_comes_back_counts_again(own_redis: RedisServer) -> None:
    time = Time()
    mine = limiter(own_redis, time=time)
    own_redis.stop()
    away = mine.take(stranger("a"), items=1, size_bytes=1).limit
    own_redis.start_again()

    time.now_s += 5
    assert (away, mine.take(stranger("a"), items=1, size_bytes=1).limit) == ("sender", None)
