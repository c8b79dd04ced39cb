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
from application.ports.unit_of_work import Store
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


class Gate:
    """Holds a commit up until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def __call__(self) -> None:
        self.reached.set()
        self._open.wait(10)

    def open(self) -> None:
        self._open.set()


def together(faulty: FaultyCommit, writer: BatchWriter, errors: Sequence[PreparedError]) -> list[object]:
    """Each error as a request of its own, all in one batch after a first one; the receipt or failure of each."""
    results: list[object] = [None] * len(errors)

    def send(place: int) -> None:
        try:
            [results[place]] = writer.write([errors[place]])
        except StoreUnavailable as failure:
            results[place] = failure

    faulty.before = gate = Gate()
    threads = [threading.Thread(target=lambda: writer.write([a_prepared_error()]))]
    threads[0].start()
    assert gate.reached.wait(10)
    for place in range(len(errors)):
        threads.append(threading.Thread(target=send, args=(place,)))
        threads[-1].start()
        while writer.waiting_errors <= place:
            threading.Event().wait(0.001)
    gate.open()
    for thread in threads:
        thread.join()
    return results


def test_what_gathers_during_a_commit_shares_the_next_one(commit: CommitBatch) -> None:
    faulty = FaultyCommit(commit)
    with writing(faulty) as writer:
        together(faulty, writer, [a_prepared_error() for _ in range(20)])

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


def test_a_lost_answer_is_looked_up_through_the_restart_of_the_store(commit: CommitBatch) -> None:
    away = StoreUnavailable("starting")
    faulty, error = FaultyCommit(commit, [None, away, away]), a_prepared_error()
    faulty.after_commit = CommitOutcomeUnknown("the connection was lost")
    with writing(faulty) as writer:
        [receipt] = writer.write([error])

    assert (receipt.outcome, receipt.error_id) == (IngestOutcome.STORED, error.id)


def test_what_was_answered_503_is_not_stored_afterwards(commit: CommitBatch, store: Store) -> None:
    faulty, error = FaultyCommit(commit, [StoreUnavailable("a lock was waited for too long")]), a_prepared_error()
    faulty.before = gate = Gate()
    with writing(faulty, deadline_s=0.05, grace_s=0.0) as writer:
        with pytest.raises(StoreUnavailable):
            writer.write([error])
        gate.open()

    with store.reading() as work:
        assert work.errors.known([error.id]) == set()


def test_a_fault_in_the_middle_fails_only_what_was_not_stored_yet(commit: CommitBatch) -> None:
    good, bad, late = a_prepared_error(), a_prepared_error(message=POISON), a_prepared_error()
    faulty = FaultyCommit(commit, [None, DataRefused("a value"), None, None, StoreUnavailable("gone")])
    with writing(faulty) as writer:
        results = together(faulty, writer, [good, bad, late])

    assert [type(result) for result in results] == [Receipt, Receipt, StoreUnavailable]


def test_one_bad_item_never_fails_its_neighbours(commit: CommitBatch) -> None:
    good, bad, other = a_prepared_error(), a_prepared_error(message=POISON), a_prepared_error()
    with writing(FaultyCommit(commit)) as writer:
        outcomes = [receipt.outcome for receipt in writer.write([good, bad, other])]

    assert outcomes == [IngestOutcome.STORED, IngestOutcome.REFUSED, IngestOutcome.STORED]


def test_a_fault_of_our_own_answers_everybody_too(commit: CommitBatch) -> None:
    with writing(FaultyCommit(commit, [ValueError("a bug")])) as writer, pytest.raises(StoreUnavailable):
        writer.write([a_prepared_error()])


def test_a_queue_that_is_too_long_turns_requests_away_at_once(commit: CommitBatch) -> None:
    faulty = FaultyCommit(commit)
    with writing(faulty, limit_waiting=2) as writer:
        faulty.before = gate = Gate()
        threads = [threading.Thread(target=lambda: writer.write([a_prepared_error()])) for _ in range(3)]
        threads[0].start()
        assert gate.reached.wait(10)
        for waiting, thread in enumerate(threads[1:], 1):
            thread.start()
            while writer.waiting_errors < waiting:
                threading.Event().wait(0.001)
        with pytest.raises(StoreUnavailable, match="behind"):
            writer.write([a_prepared_error()])
        gate.open()
        for thread in threads:
            thread.join()


def test_a_store_that_hangs_is_not_waited_for_beyond_the_deadline(commit: CommitBatch) -> None:
    faulty = FaultyCommit(commit)
    faulty.before = gate = Gate()
    with writing(faulty, deadline_s=0.05, grace_s=0.0) as writer:
        with pytest.raises(StoreUnavailable, match="in time"):
            writer.write([a_prepared_error()])
        gate.open()


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
