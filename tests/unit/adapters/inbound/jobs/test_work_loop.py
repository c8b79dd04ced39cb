"""A worker's loop: woken, due, and by itself; and what a fault does to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from adapters.inbound.jobs.work_loop import WorkLoop
from application.ports.store_errors import StoreUnavailable

LIMIT_S = 10


@contextmanager
def running(step: Callable[[], bool], **options: object) -> Iterator[WorkLoop]:
    loop = WorkLoop("test", step, **options)  # type: ignore[arg-type]
    loop.start()
    yield loop
    loop.stop()
    assert loop.join(LIMIT_S)


class Steps:
    """Counts its calls; `waiting` pieces of work are left."""

    def __init__(self, waiting: int = 0) -> None:
        self.waiting = waiting
        self.calls = 0
        self.changed = threading.Condition()
        self.fault: Exception | None = None

    def __call__(self) -> bool:
        with self.changed:
            self.calls += 1
            self.changed.notify_all()
            fault, self.fault = self.fault, None
            if fault is not None:
                raise fault
            had_work = self.waiting > 0
            self.waiting = max(self.waiting - 1, 0)
            return had_work

    def wait_for(self, calls: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.calls >= calls, LIMIT_S)


def test_it_works_until_nothing_is_left() -> None:
    steps = Steps(waiting=5)
    with running(steps):
        steps.wait_for(6)

    assert steps.waiting == 0


def test_it_looks_again_when_woken() -> None:
    steps = Steps()
    with running(steps) as loop:
        steps.wait_for(1)
        loop.wake()
        steps.wait_for(2)


def test_it_looks_again_when_something_is_due() -> None:
    steps = Steps()
    with running(steps, due_in_s=lambda: 0.05):
        steps.wait_for(3)


def test_it_rests_between_pieces_of_work_until_it_is_woken() -> None:
    steps = Steps(waiting=3)
    with running(steps, rest_s=lambda: 3600.0) as loop:
        for calls in (1, 2, 3):
            steps.wait_for(calls)
            assert steps.calls == calls
            loop.wake()
        steps.wait_for(4)


def test_it_stops_in_the_middle_of_a_rest() -> None:
    steps = Steps(waiting=3)
    with running(steps, rest_s=lambda: 3600.0):
        steps.wait_for(1)

    assert steps.calls == 1


@pytest.mark.parametrize("fault", [StoreUnavailable("gone"), ValueError("a bug")])
def test_a_fault_ends_a_round_and_not_the_loop(fault: Exception) -> None:
    steps = Steps()
    steps.fault = fault
    with running(steps) as loop:
        steps.wait_for(1)
        loop.wake()
        steps.wait_for(2)
