"""Find messages that would never be sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from application.job import Progress, nobody_watches
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work

_LONGEST_LIFE = timedelta(hours=72)
"""A notice that waits for its place in a later hour lives for a day and two more."""


class RepairNotifications:
    """The safety net under retries, which happen when they are due: what is still to be sent and has lost the time at
    which it is due is due now; workers are woken, and what stands in line is counted.
    """

    def __init__(self, store: Store, wake_ups: WakeUps, *, batch: int = 200) -> None:
        self._store = store
        self._wake_ups = wake_ups
        self._batch = batch

    def execute(self, progress: Progress = nobody_watches) -> Mapping[str, int]:
        """How many were repaired, and how many stand in line. Raises StoreUnavailable."""
        repaired = 0
        while found := self._repair_some():
            repaired += found
            progress(repaired, None)
        with self._store.reading() as work:
            due = work.notifications.count_due(work.now())
        if due:
            self._wake_ups.wake(Work.DELIVERY)
        return {"repaired": repaired, "due": due}

    def _repair_some(self) -> int:
        with self._store.writing() as work:
            now = work.now()
            lost = work.notifications.lock_lost(since=now - _LONGEST_LIFE, now=now, limit=self._batch)
            if lost:
                work.notifications.save(
                    [replace(one, next_attempt_at=now, lease_owner=None, lease_until=None) for one in lost]
                )
                work.commit(announce=False)
        return len(lost)
