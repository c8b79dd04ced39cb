"""Limits in the memory of one process."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from application.ports.rate_limiter import Crowd, Payer, RateLimits, Share
from tests.contracts.rate_limiter_contract import LIMITS, RateLimiterContract

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


class TestMemoryRateLimiter(RateLimiterContract):
    """See the contract."""

    @pytest.fixture
    def limiter(self) -> MemoryRateLimiter:
        """An unused one."""
        return MemoryRateLimiter(LIMITS)


def test_a_share_is_whole_again_after_a_minute() -> None:
    time = Time()
    limiter = MemoryRateLimiter(LIMITS, clock_s=time)
    limiter.take(stranger("a"), items=10, size_bytes=1)

    time.now_s += 59.5
    assert limiter.take(stranger("a"), items=1, size_bytes=1).resets_in_s == 1

    time.now_s += 0.5
    assert limiter.take(stranger("a"), items=10, size_bytes=1).limit is None


def test_who_comes_after_too_many_others_shares_with_all_who_come_later() -> None:
    limiter = MemoryRateLimiter(LIMITS, most_counters=4)
    limiter.take(stranger("first"), items=1, size_bytes=1)
    limiter.take(stranger("second"), items=10, size_bytes=1)

    assert limiter.take(stranger("third"), items=1, size_bytes=1).limit == "sender"
    assert limiter.take(stranger("first"), items=9, size_bytes=1).limit is None


def test_threads_together_take_exactly_the_share() -> None:
    share = Share(1_000, 10**9)
    limiter = MemoryRateLimiter(RateLimits(share, share, Share(10**6, 10**9)))

    with ThreadPoolExecutor(8) as threads:
        taken = threads.map(lambda _: limiter.take(TRUSTED, items=1, size_bytes=1).limit, range(3_000))

    assert list(taken).count(None) == 1_000


def test_processes_that_share_no_counters_have_a_part_each() -> None:
    part = RateLimits(Share(10, 100), Share(1, 1), Share(7, 70)).divided(4)

    assert part == RateLimits(Share(2, 25), Share(1, 1), Share(1, 17))
