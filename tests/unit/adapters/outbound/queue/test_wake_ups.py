"""Wake-ups through Huey: passed on, merged, and never in the way."""

import threading
from pathlib import Path

import pytest

from adapters.inbound.jobs.consumer import WakeUpConsumer
from adapters.inbound.jobs.tasks import register_wake_task
from adapters.outbound.queue.huey_queue import file_queue
from adapters.outbound.queue.wake_ups import HueyWakeUps
from application.ports.wake_ups import Work

LIMIT_S = 10


def test_a_worker_hears_of_work_through_the_file_queue(tmp_path: Path) -> None:
    heard, arrived = list[Work](), threading.Event()
    huey = file_queue(tmp_path / "queue.db")
    enqueue = register_wake_task(huey, lambda work: (heard.append(work), arrived.set())[0])  # type: ignore[func-returns-value]
    consumer = WakeUpConsumer(huey)
    consumer.start()
    wake_ups = HueyWakeUps(enqueue).start()

    wake_ups.wake(Work.TRIAGE)

    assert arrived.wait(LIMIT_S)
    assert heard == [Work.TRIAGE]
    wake_ups.stop()
    consumer.stop(graceful=True)


def test_wake_ups_that_come_while_the_queue_is_busy_become_one() -> None:
    put, busy, go_on = list[str](), threading.Event(), threading.Event()
    wake_ups = HueyWakeUps(lambda work: (put.append(work), busy.set(), go_on.wait(LIMIT_S))).start()
    wake_ups.wake(Work.TRIAGE)
    assert busy.wait(LIMIT_S)
    for _ in range(100):
        wake_ups.wake(Work.TRIAGE)
    go_on.set()
    wake_ups.stop()

    assert len(put) <= 2


def test_a_queue_that_fails_is_said_once_and_hurts_nobody(caplog: pytest.LogCaptureFixture) -> None:
    tried = threading.Semaphore(0)

    def failing(_work: str) -> object:
        tried.release()
        raise ConnectionError("no queue")

    wake_ups = HueyWakeUps(failing).start()
    for _ in range(3):
        wake_ups.wake(Work.DELIVERY)
        assert tried.acquire(timeout=LIMIT_S)
    wake_ups.stop()

    assert [record.getMessage() for record in caplog.records] == [
        "the queue is away, workers are not woken but look by themselves: ConnectionError"
    ]
