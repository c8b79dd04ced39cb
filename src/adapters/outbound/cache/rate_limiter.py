"""Rate limits that all processes count together, in Redis."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from application.ports.rate_limiter import RateDecision, RateLimiter, RateLimits

_log = logging.getLogger(__name__)

_TIMEOUT_S = 0.1
_REST_S = 5.0
"""How long a Redis that failed is left alone: a dead one then costs one request in 5 s its time, not each."""

# One window a minute of Redis's own clock, so that hosts need not agree on the time. All or nothing: nobody is
# charged for what is refused. The keys are built here, which Redis Cluster does not allow; one server is enough for
# three counters.
_TAKE = """
local now = redis.call('TIME')
local window = math.floor(now[1] / 60)
local items, bytes, trusted = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local counters = {
  {'sender', KEYS[1] .. ':' .. window, ARGV[4], ARGV[5]},
  {'everybody', KEYS[2] .. ':' .. window, ARGV[6], ARGV[7]},
}
if not trusted then
  counters[3] = {'untrusted', KEYS[3] .. ':' .. window, ARGV[8], ARGV[9]}
end
for _, counter in ipairs(counters) do
  local used = redis.call('HMGET', counter[2], 'items', 'bytes')
  if (tonumber(used[1]) or 0) + items > tonumber(counter[3])
      or (tonumber(used[2]) or 0) + bytes > tonumber(counter[4]) then
    return {counter[1], 60 - now[1] % 60}
  end
end
for _, counter in ipairs(counters) do
  redis.call('HINCRBY', counter[2], 'items', items)
  redis.call('HINCRBY', counter[2], 'bytes', bytes)
  redis.call('EXPIRE', counter[2], 120)
end
return {'', 0}
"""


class _Script(Protocol):
    def __call__(self, keys: list[str], args: list[int]) -> object: ...


def connect(url: str) -> redis.Redis:
    """A client for limits: it answers or fails within 0.1 s and never tries twice."""
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
        self._clock_s = clock_s
        self._resting = threading.Lock()
        self._rests_until = 0.0

    def take(self, sender: str, *, items: int, size_bytes: int, trusted: bool) -> RateDecision:
        """Use up this much of the sender's share and of everybody's, or nothing at all."""
        if not self._may_ask():
            return self._fallback.take(sender, items=items, size_bytes=size_bytes, trusted=trusted)
        try:
            limit, retry_after_s = self._ask(sender, items, size_bytes, trusted=trusted)
        except (redis.RedisError, OSError, ValueError) as fault:
            self._rest(fault)
            return self._fallback.take(sender, items=items, size_bytes=size_bytes, trusted=trusted)
        self._rests_until = 0.0
        return RateDecision(limit or None, retry_after_s)

    def _ask(self, sender: str, items: int, size_bytes: int, *, trusted: bool) -> tuple[str, int]:
        # The name holds what a stranger sent: its digest keeps the key short.
        name = hashlib.sha256(sender.encode("utf-8", "backslashreplace")).hexdigest()[:32]
        keys = [f"{self._prefix}:{part}" for part in (name, "everybody", "untrusted")]
        own, everybody, untrusted = self._limits.of(trusted=trusted), self._limits.everybody, self._limits.all_untrusted
        shares = [number for share in (own, everybody, untrusted) for number in (share.items, share.size_bytes)]
        answer = self._script(keys=keys, args=[items, size_bytes, int(trusted), *shares])
        limit, retry_after_s = cast("tuple[bytes | str, int]", answer)
        return limit.decode() if isinstance(limit, bytes) else limit, int(retry_after_s)

    def _may_ask(self) -> bool:
        """Whether to ask Redis: after a failure one request at a time tries, each `_REST_S`."""
        if not self._rests_until:
            return True
        with self._resting:
            now = self._clock_s()
            if now < self._rests_until:
                return False
            self._rests_until = now + _REST_S
            return True

    def _rest(self, fault: Exception) -> None:
        with self._resting:
            was_well = not self._rests_until
            self._rests_until = self._clock_s() + _REST_S
        if was_well:
            _log.warning("Redis is away, this process counts rate limits by itself: %s", type(fault).__name__)
