"""Many requests, one commit."""

import logging
import threading
from collections import deque
from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from application.commit_batch import CommitBatch, CommittedBatch
from application.ingest_receipts import IngestOutcome, Receipt
from application.ports.store_errors import CommitOutcomeUnknown, DataRefused, StoreUnavailable
from application.ports.wake_ups import WakeUps, Work
from application.writer_counts import WriterCounts
from domain.error_log import PreparedError

_log = logging.getLogger(__name__)

_LOOK_AGAIN_S = 0.2


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
    - A commit whose answer was lost: it is looked up until its outcome is known, or nobody waits any more.
    - A data fault: the batch is done again item by item, so that one bad item never fails its neighbours.
    - More than `limit_waiting` errors in the queue: the store is behind; further requests are turned away at once.
    """

    def __init__(
        self,
        commit: CommitBatch,
        wake_ups: WakeUps,
        *,
        deadline_s: float = 7.0,
        grace_s: float = 2.0,
        limit_batch: int = 256,
        limit_waiting: int = 4_000,
    ) -> None:
        """
        Args:
            deadline_s: for how long the writer begins anything for a request.
            grace_s: how much longer the request waits, so that a commit under way by then is still answered.
        """
        self._commit = commit
        self._wake_ups = wake_ups
        self._deadline_s = deadline_s
        self._grace_s = grace_s
        self._limit_batch = limit_batch
        self._limit_waiting = limit_waiting
        self._queue: deque[_Waiting] = deque()
        self._queued_errors = 0
        self.counts = WriterCounts()
        self._changed = threading.Condition(threading.Lock())
        self._stopping = False
        self._pause = threading.Event()
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
        if not waiting.done.acquire(timeout=self._deadline_s + self._grace_s):
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
        stored, began = _Stored(), monotonic()
        try:
            self._store(batch, stored)
        except StoreUnavailable as away:
            stored.failure = away
        except Exception:  # noqa: BLE001
            # Nobody may wait for an answer that never comes, whatever went wrong.
            _log.exception("the batch writer failed")
        errors = sum(len(waiting.errors) for waiting in batch)
        self.counts.add_batch(list(stored.receipts.values()), errors=errors, seconds=monotonic() - began)
        for waiting in batch:
            if all(error.id in stored.receipts for error in waiting.errors):
                waiting.receipts = [stored.receipts[error.id] for error in waiting.errors]
            else:
                waiting.failure = stored.failure
            waiting.done.release()
        if stored.triage_wanted:
            self._wake_ups.wake(Work.TRIAGE)

    def _store(self, batch: Sequence[_Waiting], stored: "_Stored") -> None:
        try:
            stored.add(self._commit.execute(_errors_of(batch)))
        except DataRefused:
            self._one_by_one(batch, stored)
        except StoreUnavailable as away:
            _log.warning("a batch of %d requests is tried once more: %s", len(batch), away)
            self._try_again(batch, stored, away)

    def _try_again(self, batch: Sequence[_Waiting], stored: "_Stored", fault: StoreUnavailable) -> None:
        """Once more; after a commit whose answer was lost again and again, until it is known what became of it.

        Who has given up waiting is left out: what was answered 503 will be sent again, and must not be stored now.
        """
        unknown = isinstance(fault, CommitOutcomeUnknown)
        while alive := [waiting for waiting in batch if waiting.expires > monotonic()]:
            try:
                stored.add(self._commit.execute(_errors_of(alive), again=True))
            except DataRefused:
                self._one_by_one(alive, stored)
            except StoreUnavailable as away:
                if not (unknown or isinstance(away, CommitOutcomeUnknown)):
                    raise
                unknown, fault = True, away
                self._pause.wait(_LOOK_AGAIN_S)
                continue
            return
        raise fault

    def _one_by_one(self, batch: Sequence[_Waiting], stored: "_Stored") -> None:
        for error in _errors_of(batch):
            try:
                stored.add(self._commit.execute([error], again=True))
            except DataRefused:
                _log.warning("the store refuses an error of service %r by itself", error.report.service)
                stored.receipts[error.id] = Receipt(error_id=error.id, outcome=IngestOutcome.REFUSED)


def _errors_of(batch: Sequence[_Waiting]) -> list[PreparedError]:
    return [error for waiting in batch for error in waiting.errors]


class _Stored:
    """What has become of a batch so far, and the failure for those that it has no receipt for."""

    def __init__(self) -> None:
        self.receipts: dict[UUID, Receipt] = {}
        self.triage_wanted = False
        self.failure = StoreUnavailable("the errors could not be stored")

    def add(self, committed: CommittedBatch) -> None:
        self.receipts.update(committed.receipts)
        self.triage_wanted = self.triage_wanted or committed.triage_wanted
