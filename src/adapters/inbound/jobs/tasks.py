"""The Huey task by which other processes wake a worker."""

from collections.abc import Callable

from huey.api import Huey

from application.ports.wake_ups import Work

WAKE_TASK = "wake"


def register_wake_task(huey: Huey, on_wake: Callable[[Work], None]) -> Callable[[str], object]:
    """Register the task under its explicit name; calling the result puts it on the queue.

    The task carries no work of its own: it says that there may be some, so that losing it loses nothing.
    """

    @huey.task(name=WAKE_TASK, retries=0)  # type: ignore[untyped-decorator]
    def wake(work: str) -> None:
        on_wake(Work(work))

    enqueue: Callable[[str], object] = wake
    return enqueue
