"""What a process's writer has done since it was started."""

from bisect import bisect_left
from collections.abc import Sequence

from application.ingest_receipts import IngestOutcome, Receipt


class Histogram:
    """How often a value was at most each of the bounds, with one place more for what is beyond. One thread adds;
    others may read, and see the parts of one value come one after the other.
    """

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count it."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


class WriterCounts:
    """Counted by the writer's own thread, so that no request pays for a lock."""

    def __init__(self) -> None:
        self.outcomes = dict.fromkeys(IngestOutcome, 0)
        self.failed = 0
        """Errors that nothing could be promised about: their senders were answered 503."""
        self.batch_errors = Histogram((1, 2, 4, 8, 16, 32, 64, 128, 256))
        self.batch_s = Histogram((0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0))

    def add_batch(self, receipts: Sequence[Receipt], *, errors: int, seconds: float) -> None:
        """Count a batch of so many errors, which have these receipts."""
        for receipt in receipts:
            self.outcomes[receipt.outcome] += 1
        self.failed += errors - len(receipts)
        self.batch_errors.add(errors)
        self.batch_s.add(seconds)
