"""What every `Cache` promises."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from uuid import uuid4

import pytest

from application.ports.cache import Cache


class Counting:
    """Makes another value each time; with `gate`, not before that is open."""

    def __init__(self, gate: threading.Event | None = None) -> None:
        self.made = 0
        self.begun = threading.Event()
        self._gate = gate
        self._numbers = count(1)

    def __call__(self) -> bytes:
        """The number of this value."""
        self.begun.set()
        if self._gate is not None:
            assert self._gate.wait(20)
        self.made = next(self._numbers)
        return b"%d" % self.made


def broken() -> bytes:
    """Makes nothing."""
    raise LookupError("broken")


class CacheContract:
    """The subclass's fixture `cache` makes an empty one."""

    def test_what_was_made_is_kept(self, cache: Cache) -> None:
        make = Counting()

        assert [cache.get_or_make("a", lifetime_s=60, make=make) for _ in range(3)] == [b"1"] * 3

    def test_keys_do_not_share(self, cache: Cache) -> None:
        make = Counting()

        assert [cache.get_or_make(key, lifetime_s=60, make=make) for key in ("a", "b", "a")] == [b"1", b"2", b"1"]

    def test_what_is_put_takes_the_place_of_what_was_kept(self, cache: Cache) -> None:
        cache.get_or_make("a", lifetime_s=60, make=Counting())
        cache.put("a", b"new", lifetime_s=60)

        assert cache.get_or_make("a", lifetime_s=60, make=broken) == b"new"

    @pytest.mark.parametrize("value", [b"", b"\0\xff", b"x" * 1_000_000])
    def test_any_bytes_come_back(self, cache: Cache, value: bytes) -> None:
        cache.put("a", value, lifetime_s=60)

        assert cache.get_or_make("a", lifetime_s=60, make=broken) == value

    def test_a_failure_is_raised_and_not_kept(self, cache: Cache) -> None:
        with pytest.raises(LookupError):
            cache.get_or_make("a", lifetime_s=60, make=broken)

        assert cache.get_or_make("a", lifetime_s=60, make=Counting()) == b"1"

    def test_a_stampede_makes_it_once(self, cache: Cache) -> None:
        gate = threading.Event()
        make, key = Counting(gate), uuid4().hex
        with ThreadPoolExecutor(32) as threads:
            answers = [threads.submit(cache.get_or_make, key, lifetime_s=60, make=make) for _ in range(32)]
            assert make.begun.wait(20)
            gate.set()

            assert {answer.result(20) for answer in answers} == {b"1"}
        assert make.made == 1

    def test_who_waits_for_a_failure_is_told_of_it(self, cache: Cache) -> None:
        gate = threading.Event()

        def fail() -> bytes:
            assert gate.wait(20)
            raise LookupError("broken")

        with ThreadPoolExecutor(8) as threads:
            answers = [threads.submit(cache.get_or_make, "a", lifetime_s=60, make=fail) for _ in range(8)]
            gate.set()

            assert {type(answer.exception(20)) for answer in answers} == {LookupError}
