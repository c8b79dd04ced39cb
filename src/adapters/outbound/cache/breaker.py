"""A Redis that failed is left alone for a while (a circuit breaker)."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import redis

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_REST_S = 5.0
"""A dead Redis then costs one request in 5 s its time, not each."""


class RedisAway(Exception):
    """Redis did not answer, or was not asked since it did not answer a moment ago."""


class Breaker:
    """Asks Redis; after a failure one request at a time tries, each `_REST_S`."""

    def __init__(self, without: str, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            without: what this process does without Redis, for the log.
        """
        self._without = without
        self._clock_s = clock_s
        self._resting = threading.Lock()
        self._rests_until = 0.0

    def ask(self, ask: Callable[[], _T]) -> _T:
        """What Redis answers. Raises RedisAway."""
        if not self._may_ask():
            raise RedisAway
        try:
            answer = ask()
        except (redis.RedisError, OSError, ValueError) as fault:
            self._rest(fault)
            raise RedisAway from None
        self._rests_until = 0.0
        return answer

    def _may_ask(self) -> bool:
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
            _log.warning("Redis is away, %s: %s", self._without, type(fault).__name__)
