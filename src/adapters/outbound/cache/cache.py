"""Answers that all processes share, in Redis."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import cast
from uuid import uuid4

import redis

from adapters.outbound.cache.breaker import Breaker, RedisAway
from application.ports.cache import Cache
from application.single_flight import SingleFlight

_LARGEST = 4 * 2**20
_LOCK_MS = 10_000
"""After this long whoever makes an answer is taken for dead."""
_PATIENCE_S = 3.0
_LOOK_EVERY_S = 0.02

# Only who holds it: the lock may have run out and be another's by now.
_UNLOCK = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class RedisCache:
    """Of all processes one makes an answer, holding a lock; the others look for it for 3 s and then make it too.

    While Redis is away `fallback` keeps answers for this process.
    """

    def __init__(
        self,
        client: redis.Redis,
        *,
        fallback: Cache,
        prefix: str = "error-logging:answer",
        clock_s: Callable[[], float] = time.monotonic,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """
        Args:
            client: one that answers or fails at once, see `connect`.
        """
        self._client = client
        self._fallback = fallback
        self._prefix = prefix
        self._patience_s = patience_s
        self._breaker = Breaker("this process remembers answers by itself", clock_s=clock_s)
        self._unlock = client.register_script(_UNLOCK)
        self._flight = SingleFlight()
        self._pause = threading.Event()

    def get_or_make(self, key: str, *, lifetime_s: int, make: Callable[[], bytes]) -> bytes:
        """See the port."""
        return self._flight.do(key, lambda: self._get_or_make(key, lifetime_s, make))

    def put(self, key: str, value: bytes, *, lifetime_s: int) -> None:
        """See the port. What is larger than 4 MiB is not kept."""
        if len(value) > _LARGEST:
            return
        try:
            self._breaker.ask(lambda: self._client.set(self._name(key), value, ex=lifetime_s))
        except RedisAway:
            self._fallback.put(key, value, lifetime_s=lifetime_s)

    def _get_or_make(self, key: str, lifetime_s: int, make: Callable[[], bytes]) -> bytes:
        holder = uuid4().hex
        try:
            value = self._breaker.ask(lambda: self._found_or_locked(key, holder))
        except RedisAway:
            return self._fallback.get_or_make(key, lifetime_s=lifetime_s, make=make)
        if value is not None:
            return value
        try:
            value = make()
            self.put(key, value, lifetime_s=lifetime_s)
            return value
        finally:
            with contextlib.suppress(RedisAway):
                self._breaker.ask(lambda: self._let_go(key, holder))

    def _found_or_locked(self, key: str, holder: str) -> bytes | None:
        """What is kept; None when it is to be made, since nobody does, or whoever does takes too long."""
        gives_up = time.monotonic() + self._patience_s
        while (value := self._find(key)) is None:
            if self._client.set(self._name_of_lock(key), holder, nx=True, px=_LOCK_MS):
                # It may have been made between the look and the lock.
                value = self._find(key)
                if value is not None:
                    self._let_go(key, holder)
                return value
            if time.monotonic() >= gives_up:
                return None
            self._pause.wait(_LOOK_EVERY_S)
        return value

    def _find(self, key: str) -> bytes | None:
        return cast("bytes | None", self._client.get(self._name(key)))

    def _let_go(self, key: str, holder: str) -> None:
        self._unlock(keys=[self._name_of_lock(key)], args=[holder])

    def _name(self, key: str) -> str:
        return f"{self._prefix}:{key}"

    def _name_of_lock(self, key: str) -> str:
        return f"{self._prefix}:{key}:lock"
