"""Time-ordered ids (UUIDv7, RFC 9562 section 5.7)."""

import os
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_IN_A_MILLISECOND = 1 << 12
_RAND_B = (1 << 62) - 1


class SystemIds:
    """Counts up from a random start within a millisecond, in the 12 bits after it (method 1 of RFC 9562 section 6.2),
    so that the ids of one process sort in the order in which they were made, and no two have the same front of 64 bits,
    which the search index of errors knows them by.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = -1
        self._counter = 0
        self._random: Iterator[int] = iter(())

    def new(self, at: datetime) -> UUID:
        """A UUIDv7 for `at`, or for the latest moment already used where `at` lies before it. More than 2,048 to 4,096
        in a millisecond use up the next one too.
        """
        elapsed = at - _EPOCH
        millisecond = (elapsed.days * 86_400 + elapsed.seconds) * 1_000 + elapsed.microseconds // 1_000
        with self._lock:
            random = self._random_word()
            self._counter += 1
            if self._counter == _MOST_IN_A_MILLISECOND:
                self._millisecond += 1
            if millisecond > self._millisecond or self._counter == _MOST_IN_A_MILLISECOND:
                self._millisecond = max(millisecond, self._millisecond)
                # The top bit stays free, so that there is room to count up.
                self._counter = self._random_word() >> 53
            millisecond, counter = self._millisecond, self._counter
        return UUID(int=millisecond << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | random & _RAND_B)

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
