"""No dead pager: what is critical and has not arrived takes another way."""

from dataclasses import replace

from application.arrival_of_notices import arrived_at
from application.further_ways import take_further_way
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from application.written_notices import Telling
from domain.notification import Notification, NotificationKind


class TakeFurtherWays:
    """- A critical notice to a developer that no channel has taken 2 minutes after it should have been sent also takes
      that person's next channel, then the next level of the escalation chain, then the fallback recipients; each of
      these has 2 minutes too. One that cannot be sent at all, the person having no address or wanting none, does so
      at once.
    - The notice itself is tried on: whoever is reached late is told all the same.
    - A person who was reached by another channel is reached. What was acknowledged, or has ended, goes no further.
    - Each step is on record. The episode's level stays: only its deadline escalates it.
    """

    def __init__(self, store: Store, telling: Telling, wake_ups: WakeUps, *, limit: int = 20) -> None:
        self._store = store
        self._telling = telling
        self._wake_ups = wake_ups
        self._limit = limit

    def execute(self) -> int:
        """Deal with up to `limit` notices; how many, 0 where none is due. Raises StoreUnavailable."""
        due_in_s = self.due_in_s()
        if due_in_s is None or due_in_s > 0:
            return 0
        written: list[Notification] = []
        with self._store.writing() as work:
            now = work.now()
            due = work.notifications.claim_further(now=now, limit=self._limit)
            work.notifications.save([replace(notice, further_at=None) for notice in due])
            for notice in due:
                if notice.kind is NotificationKind.NOTICE and arrived_at(work, notice) is None:
                    written += take_further_way(work, self._telling, notice, now=now)
            work.commit(announce=bool(written))
        if written:
            self._wake_ups.wake(Work.DELIVERY)
        return len(due)

    def due_in_s(self) -> float | None:
        """The seconds until the earliest is due, both by the store's clock; None where none is. Raises
        StoreUnavailable.
        """
        with self._store.reading() as work:
            due = work.notifications.next_further_at()
            return None if due is None else (due - work.now()).total_seconds()
