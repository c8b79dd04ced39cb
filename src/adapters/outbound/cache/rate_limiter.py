"""Rate limits that all processes count together, in Redis."""

import hashlib
import time
from collections.abc import Callable
from typing import Protocol, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from adapters.outbound.cache.breaker import Breaker, RedisAway
from application.ports.rate_limiter import Payer, RateDecision, RateLimiter, RateLimits, passed, short

_TIMEOUT_S = 0.1

# One window a minute of Redis's own clock, so that hosts need not agree on the time. All or nothing: nobody is
# charged for what is refused. The names of the keys are finished here, which Redis Cluster does not allow; one server
# is enough for a few counters. ARGV: items, bytes, then the two limits of each key; answers which key is short,
# how many seconds are left, and what is used up of each key.
_TAKE = """
local now = redis.call('TIME')
local window = math.floor(now[1] / 60)
local items, bytes = tonumber(ARGV[1]), tonumber(ARGV[2])
for place, name in ipairs(KEYS) do
  local used = redis.call('HMGET', name .. ':' .. window, 'items', 'bytes')
  if (tonumber(used[1]) or 0) + items > tonumber(ARGV[2 * place + 1])
      or (tonumber(used[2]) or 0) + bytes > tonumber(ARGV[2 * place + 2]) then
    return {place, 60 - now[1] % 60, {}}
  end
end
local taken = {}
for place, name in ipairs(KEYS) do
  local counter = name .. ':' .. window
  taken[place] = redis.call('HINCRBY', counter, 'items', items)
  redis.call('HINCRBY', counter, 'bytes', bytes)
  redis.call('EXPIRE', counter, 120)
end
return {0, 60 - now[1] % 60, taken}
"""


class _Script(Protocol):
    def __call__(self, keys: list[str], args: list[int]) -> object: ...


def connect(url: str) -> redis.Redis:
    """A client for limits and answers: it answers or fails within 0.1 s and never tries twice."""
    client: redis.Redis = redis.Redis.from_url(
        url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, retry=Retry(NoBackoff(), 0)
    )
    return client


class RedisRateLimiter:
    """Counts as `MemoryRateLimiter` does, for all processes at once. While Redis is away `fallback` counts, which
    should hold this process's part of the limits.
    """

    def __init__(
        self,
        client: redis.Redis,
        limits: RateLimits,
        *,
        fallback: RateLimiter,
        prefix: str = "error-logging:rate",
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._script = cast("_Script", client.register_script(_TAKE))
        self._limits = limits
        self._fallback = fallback
        self._prefix = prefix
        self._breaker = Breaker("this process counts rate limits by itself", clock_s=clock_s)

    def take(self, payer: Payer, *, items: int, size_bytes: int) -> RateDecision:
        """Use up this much of every share that the payer must have room in, or nothing at all."""
        try:
            return self._breaker.ask(lambda: self._ask(payer, items, size_bytes))
        except RedisAway:
            return self._fallback.take(payer, items=items, size_bytes=size_bytes)

    def _ask(self, payer: Payer, items: int, size_bytes: int) -> RateDecision:
        shares = self._limits.of(payer)
        keys = [f"{self._prefix}:{_short(name)}" for _, name, _ in shares]
        numbers = [number for _, _, share in shares for number in (share.items, share.size_bytes)]
        answer = self._script(keys=keys, args=[items, size_bytes, *numbers])
        place, resets_in_s, used = cast("tuple[int, int, list[int]]", answer)
        return short(shares, place - 1, resets_in_s) if place else passed(shares, used, resets_in_s)


def _short(name: str) -> str:
    """A counter's name holds what a stranger sent: its digest keeps the key short."""
    return hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:32]
