"""Time-ordered ids (UUIDv7, RFC 9562 section 5.7)."""

import os
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RAND_A_BITS = 12
_RAND_B_BITS = 62
_COUNTER_BITS = _RAND_A_BITS + _RAND_B_BITS


class SystemIds:
    """Counts up from a random start within a millisecond (method 2 of RFC 9562 section 6.2), so that the ids of one
    process sort in the order in which they were made.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = -1
        self._tail = 0
        self._random: Iterator[int] = iter(())

    def new(self, at: datetime) -> UUID:
        """A UUIDv7 for `at`, or for the latest moment already used where `at` lies before it."""
        elapsed = at - _EPOCH
        millisecond = (elapsed.days * 86_400 + elapsed.seconds) * 1_000 + elapsed.microseconds // 1_000
        with self._lock:
            if millisecond > self._millisecond:
                self._millisecond = millisecond
                # The top bit stays free, so that counting up cannot overflow within a millisecond.
                self._tail = self._random_word() << 9 | self._random_word() >> 55
            else:
                self._tail += 1 + (self._random_word() >> 32)
            millisecond, tail = self._millisecond, self._tail
        high, low = tail >> _RAND_B_BITS, tail & ((1 << _RAND_B_BITS) - 1)
        return UUID(int=millisecond << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)

    def _random_word(self) -> int:
        """64 bits of the system's randomness, fetched a page at a time: a system call for each id, made under the lock,
        lets every other thread wait for one that waits for the interpreter (measured: a fifth of all time at 64
        connections).
        """
        word = next(self._random, None)
        if word is None:
            self._random = iter(struct.unpack("=512Q", os.urandom(4_096)))
            word = next(self._random)
        return word
