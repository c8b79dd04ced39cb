"""Many requests, one commit."""

import logging
import threading
from collections import deque
from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from application.commit_batch import CommitBatch, CommittedBatch
from application.ingest_receipts import IngestOutcome, Receipt
from application.ports.store_errors import DataRefused, StoreUnavailable
from application.ports.wake_ups import WakeUps, Work
from domain.error_log import PreparedError

_log = logging.getLogger(__name__)


class _Waiting:
    """One request's errors on their way into the store; `done` is released once they are answered."""

    __slots__ = ("done", "errors", "expires", "failure", "receipts")

    def __init__(self, errors: Sequence[PreparedError], expires: float) -> None:
        self.errors = errors
        self.expires = expires
        self.receipts: list[Receipt] = []
        self.failure: StoreUnavailable | None = None
        # A bare lock is the cheapest thing that one thread can wait on for another.
        self.done = threading.Lock()
        self.done.acquire()


class BatchWriter:
    """The one thread of a process that writes errors (group commit, as in databases' own logs).

    It takes what has gathered while the last commit was under way and never waits for more: a lone client pays one
    commit a request, at high load hundreds of requests share one.

    - A connection fault: the batch is tried once more; ids given beforehand make that safe. Then 503.
    - A data fault: the batch is done again item by item, so that one bad item never fails its neighbours.
    - More than `limit_waiting` errors in the queue: the store is behind; further requests are turned away at once.
    """

    def __init__(
        self,
        commit: CommitBatch,
        wake_ups: WakeUps,
        *,
        deadline_s: float = 8.0,
        limit_batch: int = 256,
        limit_waiting: int = 4_000,
    ) -> None:
        self._commit = commit
        self._wake_ups = wake_ups
        self._deadline_s = deadline_s
        self._limit_batch = limit_batch
        self._limit_waiting = limit_waiting
        self._queue: deque[_Waiting] = deque()
        self._queued_errors = 0
        self._changed = threading.Condition(threading.Lock())
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="batch-writer", daemon=True)

    def start(self) -> "BatchWriter":
        """Begin to write."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Write what is waiting, then end; further requests are turned away."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    @property
    def waiting_errors(self) -> int:
        """How many errors are in the queue, not counting those of the commit under way."""
        return self._queued_errors

    def write(self, errors: Sequence[PreparedError]) -> Sequence[Receipt]:
        """Store the errors of one request; answers after the commit, in their order. Raises StoreUnavailable."""
        waiting = _Waiting(errors, monotonic() + self._deadline_s)
        with self._changed:
            if self._stopping:
                raise StoreUnavailable("the server is stopping", retry_after_s=5)
            if self._queued_errors + len(errors) > max(self._limit_waiting, len(errors)):
                raise StoreUnavailable("the store is behind", retry_after_s=2)
            self._queue.append(waiting)
            self._queued_errors += len(errors)
            self._changed.notify()
        if not waiting.done.acquire(timeout=self._deadline_s):
            raise StoreUnavailable("the store did not answer in time")
        if waiting.failure is not None:
            raise StoreUnavailable(str(waiting.failure), retry_after_s=waiting.failure.retry_after_s)
        return waiting.receipts

    def _run(self) -> None:
        while (batch := self._next_batch()) is not None:
            if batch:
                self._answer(batch)

    def _next_batch(self) -> list[_Waiting] | None:
        """What has gathered, without those who have given up waiting; None when there will be no more."""
        with self._changed:
            while not self._queue:
                if self._stopping:
                    return None
                self._changed.wait()
            batch: list[_Waiting] = []
            errors, now = 0, monotonic()
            while self._queue and (not batch or errors + len(self._queue[0].errors) <= self._limit_batch):
                waiting = self._queue.popleft()
                self._queued_errors -= len(waiting.errors)
                if waiting.expires > now:
                    batch.append(waiting)
                    errors += len(waiting.errors)
            return batch

    def _answer(self, batch: Sequence[_Waiting]) -> None:
        try:
            committed = self._store([error for waiting in batch for error in waiting.errors])
        except StoreUnavailable as away:
            self._fail(batch, away)
        except Exception:  # noqa: BLE001
            # Nobody may wait for an answer that never comes, whatever went wrong.
            _log.exception("the batch writer failed")
            self._fail(batch, StoreUnavailable("the errors could not be stored"))
        else:
            for waiting in batch:
                waiting.receipts = [committed.receipts[error.id] for error in waiting.errors]
                waiting.done.release()
            if committed.triage_wanted:
                self._wake_ups.wake(Work.TRIAGE)

    @staticmethod
    def _fail(batch: Sequence[_Waiting], failure: StoreUnavailable) -> None:
        for waiting in batch:
            waiting.failure = failure
            waiting.done.release()

    def _store(self, errors: Sequence[PreparedError]) -> CommittedBatch:
        try:
            return self._commit_or_retry(errors)
        except DataRefused:
            return self._one_by_one(errors)

    def _commit_or_retry(self, errors: Sequence[PreparedError]) -> CommittedBatch:
        try:
            return self._commit.execute(errors)
        except StoreUnavailable as away:
            _log.warning("a batch of %d errors is tried once more: %s", len(errors), away)
            return self._commit.execute(errors, again=True)

    def _one_by_one(self, errors: Sequence[PreparedError]) -> CommittedBatch:
        receipts: dict[UUID, Receipt] = {}
        triage_wanted = False
        for error in errors:
            try:
                committed = self._commit.execute([error], again=True)
            except DataRefused:
                _log.warning("the store refuses an error of service %r by itself", error.report.service)
                receipts[error.id] = Receipt(error_id=error.id, outcome=IngestOutcome.REFUSED)
            else:
                receipts.update(committed.receipts)
                triage_wanted = triage_wanted or committed.triage_wanted
        return CommittedBatch(receipts, triage_wanted)
