"""What was limited, cut or refused as it came in, counted in this process until it is written down."""

import contextlib
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from application.ingest_receipts import Receipt
from application.ports.clock import Clock
from application.ports.intake_repository import NOBODY_KNOWS, IntakeCount
from application.ports.store_errors import CommitOutcomeUnknown, DataRefused, StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork
from domain.error_report import ErrorReport
from domain.limits import LIMITS
from domain.statistics import Period

_WRITE_EVERY = timedelta(seconds=10)
_MOST_SERVICES = 200
"""Distinct names between two writes: strangers choose them."""
_MOST_COUNTERS = 10_000
"""While the store is away for hours."""
_LONGEST_NAME = LIMITS["service"]
_NEVER = datetime.min.replace(tzinfo=UTC)

_Counts: TypeAlias = "Counter[tuple[datetime, str, str]]"


class IntakeTally:
    """Counts errors by reason, service and hour, and writes what it has every 10 s at most, by whichever request comes,
    and at the end of the process.

    - No request fails because of it. What a process that is killed has not written is lost.
    - Names that no stored error has made known, and those beyond 200 between two writes, count as nobody's.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._noting, self._writing = threading.Lock(), threading.Lock()
        self._counts: _Counts = Counter()
        self._services: set[str] = set()
        self._quiet = (_NEVER, _NEVER)

    def note(self, reason: str, service: str, count: int = 1) -> None:
        """Count errors of a service that met this reason."""
        hour = Period.HOUR.start(self._clock.now())
        with self._noting:
            full = len(self._services) >= _MOST_SERVICES or len(self._counts) >= _MOST_COUNTERS
            if service not in self._services and full:
                service = NOBODY_KNOWS
            self._services.add(service)
            self._counts[hour, service, reason] += count

    def note_marks(self, reports: Sequence[ErrorReport], receipts: Sequence[Receipt]) -> None:
        """Count the errors that something was changed in, once for each reason."""
        for place, receipt in enumerate(receipts):
            if receipt.marks:
                for reason in {mark.reason for mark in receipt.marks}:
                    self.note(reason.value, reports[place].service)

    def write_sometimes(self) -> None:
        """Write what there is if it is time; at once where another request is at it. Never raises."""
        if not self._counts:
            return
        now, (since, until) = self._clock.now(), self._quiet
        # A clock that was set back stands before both: that is no reason to wait for it.
        if since <= now < until:
            return
        if self._writing.acquire(blocking=False):
            try:
                self._quiet = (now, now + _WRITE_EVERY)
                with contextlib.suppress(StoreUnavailable, DataRefused):
                    self.write()
            finally:
                self._writing.release()

    def write(self) -> None:
        """Write what there is; for the end of the process, and for who wants to see it. Raises StoreUnavailable,
        DataRefused.
        """
        with self._noting:
            counts, self._counts = self._counts, Counter()
            services, self._services = self._services, set()
        if not counts:
            return
        try:
            with self._store.writing() as work:
                work.intake_counters.add(_named(work, counts))
                work.commit(announce=False)
        except CommitOutcomeUnknown:
            raise  # Counted or lost, but never twice.
        except (StoreUnavailable, DataRefused):
            with self._noting:
                self._counts += counts
                self._services |= services
            raise


def _named(work: UnitOfWork, counts: Mapping[tuple[datetime, str, str], int]) -> list[IntakeCount]:
    # Some names no store can hold, or be asked for.
    sane = {name for _, name, _ in counts if name.isprintable() and 0 < len(name) <= _LONGEST_NAME}
    known = work.services.known(sane)
    return [
        IntakeCount(hour, name if name in known else NOBODY_KNOWS, reason, count)
        for (hour, name, reason), count in counts.items()
    ]
