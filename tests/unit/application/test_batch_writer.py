"""Many requests, one commit; and what happens when the store does not go along."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from application.batch_writer import BatchWriter
from application.commit_batch import CommitBatch, CommittedBatch
from application.ingest_receipts import IngestOutcome, Receipt
from application.ports.store_errors import CommitOutcomeUnknown, DataRefused, StoreUnavailable
from application.ports.wake_ups import Work
from domain.error_log import PreparedError
from tests.support.errors import a_prepared_error

POISON = "poison"


class FaultyCommit(CommitBatch):
    """Commits for real, through the faults that a test puts in its way; remembers the sizes of its batches."""

    def __init__(self, real: CommitBatch, faults: Sequence[Exception | None] = ()) -> None:
        self._real = real
        self._faults = list(faults)
        self.batches: list[int] = []
        self.before: Callable[[], None] = lambda: None
        self.after_commit: Exception | None = None

    def execute(self, errors: Sequence[PreparedError], *, again: bool = False) -> CommittedBatch:
        self.batches.append(len(errors))
        self.before()
        if self._faults and (fault := self._faults.pop(0)) is not None:
            raise fault
        if any(error.report.message == POISON for error in errors):
            raise DataRefused("a value of it cannot be stored")
        committed = self._real.execute(errors, again=again)
        if (fault := self.after_commit) is not None:
            self.after_commit = None
            raise fault
        return committed


@contextmanager
def writing(commit: CommitBatch, wake_ups: MemoryWakeUps | None = None, **limits: float) -> Iterator[BatchWriter]:
    writer = BatchWriter(commit, wake_ups or MemoryWakeUps(), **limits).start()  # type: ignore[arg-type]
    yield writer
    writer.stop()


def in_threads(writer: BatchWriter, errors: Sequence[PreparedError]) -> list[Receipt]:
    receipts: list[Receipt] = []
    threads = [threading.Thread(target=lambda e=error: receipts.extend(writer.write([e]))) for error in errors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return receipts


def test_what_gathers_during_a_commit_shares_the_next_one(commit: CommitBatch) -> None:
    faulty, started, go_on = FaultyCommit(commit), threading.Event(), threading.Event()
    faulty.before = lambda: (started.set(), go_on.wait(10))[0]  # type: ignore[assignment,func-returns-value]
    with writing(faulty) as writer:
        lone = threading.Thread(target=lambda: writer.write([a_prepared_error()]))
        lone.start()
        assert started.wait(10)
        rest = [threading.Thread(target=lambda: writer.write([a_prepared_error()])) for _ in range(20)]
        for thread in rest:
            thread.start()
        while writer.waiting_errors < 20:
            threading.Event().wait(0.001)
        go_on.set()
        for thread in [lone, *rest]:
            thread.join()

    assert faulty.batches == [1, 20]


def test_every_request_gets_the_receipts_of_its_own_errors_in_order(commit: CommitBatch) -> None:
    batch = [a_prepared_error(pattern=str(number)) for number in range(5)]
    with writing(commit) as writer:
        receipts = writer.write(batch)

    assert [receipt.error_id for receipt in receipts] == [error.id for error in batch]


def test_a_connection_fault_is_tried_once_more(commit: CommitBatch) -> None:
    with writing(FaultyCommit(commit, [StoreUnavailable("gone")])) as writer:
        [receipt] = writer.write([a_prepared_error()])

    assert receipt.outcome is IngestOutcome.STORED


def test_a_store_that_stays_away_is_said_and_promises_nothing(commit: CommitBatch) -> None:
    faults = [StoreUnavailable("gone"), StoreUnavailable("still gone", retry_after_s=7)]
    with writing(FaultyCommit(commit, faults)) as writer, pytest.raises(StoreUnavailable) as raised:
        writer.write([a_prepared_error()])

    assert raised.value.retry_after_s == 7


def test_a_commit_whose_answer_was_lost_is_looked_up_and_not_done_again(commit: CommitBatch) -> None:
    faulty, error = FaultyCommit(commit), a_prepared_error(event_id=uuid4())
    faulty.after_commit = CommitOutcomeUnknown("the connection was lost")
    with writing(faulty) as writer:
        [receipt] = writer.write([error])

    assert (receipt.outcome, receipt.error_id) == (IngestOutcome.STORED, error.id)
    assert faulty.batches == [1, 1]


def test_one_bad_item_never_fails_its_neighbours(commit: CommitBatch) -> None:
    good, bad, other = a_prepared_error(), a_prepared_error(message=POISON), a_prepared_error()
    with writing(FaultyCommit(commit)) as writer:
        outcomes = [receipt.outcome for receipt in writer.write([good, bad, other])]

    assert outcomes == [IngestOutcome.STORED, IngestOutcome.REFUSED, IngestOutcome.STORED]


def test_a_fault_of_our_own_answers_everybody_too(commit: CommitBatch) -> None:
    with writing(FaultyCommit(commit, [ValueError("a bug")])) as writer, pytest.raises(StoreUnavailable):
        writer.write([a_prepared_error()])


def test_a_queue_that_is_too_long_turns_requests_away_at_once(commit: CommitBatch) -> None:
    faulty, started, go_on = FaultyCommit(commit), threading.Event(), threading.Event()
    faulty.before = lambda: (started.set(), go_on.wait(10))[0]  # type: ignore[assignment,func-returns-value]
    with writing(faulty, limit_waiting=2) as writer:
        busy = threading.Thread(target=lambda: in_threads(writer, [a_prepared_error()]))
        busy.start()
        assert started.wait(10)
        queued = threading.Thread(target=lambda: writer.write([a_prepared_error(), a_prepared_error()]))
        queued.start()
        while writer.waiting_errors < 2:
            threading.Event().wait(0.001)
        with pytest.raises(StoreUnavailable, match="behind"):
            writer.write([a_prepared_error()])
        go_on.set()
        busy.join()
        queued.join()


def test_a_store_that_hangs_is_not_waited_for_beyond_the_deadline(commit: CommitBatch) -> None:
    faulty, go_on = FaultyCommit(commit), threading.Event()
    faulty.before = lambda: (go_on.wait(10), None)[1]  # type: ignore[func-returns-value]
    with writing(faulty, deadline_s=0.05) as writer:
        with pytest.raises(StoreUnavailable, match="in time"):
            writer.write([a_prepared_error()])
        go_on.set()


def test_stopping_writes_what_waits_and_takes_nothing_more(commit: CommitBatch) -> None:
    with writing(commit) as writer:
        assert len(in_threads(writer, [a_prepared_error() for _ in range(30)])) == 30
    with pytest.raises(StoreUnavailable, match="stopping"):
        writer.write([a_prepared_error()])


def test_a_new_pattern_wakes_triage(commit: CommitBatch) -> None:
    wake_ups = MemoryWakeUps()
    with writing(commit, wake_ups) as writer:
        writer.write([a_prepared_error()])

    assert wake_ups.woken[Work.TRIAGE] == 1
