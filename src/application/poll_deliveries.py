"""Ask providers what became of the messages that they took."""

import logging

from application.fallback_notices import tell_fallback
from application.ports.ids import Ids
from application.ports.status_reader import StatusReaders
from application.ports.unit_of_work import Store, UnitOfWork
from domain.alerting import AlertingPolicy
from domain.delivery import DeliveryStatus, Fate
from domain.notification import Notification, NotificationState

_log = logging.getLogger(__name__)


class PollDeliveries:
    """Ask about one message that a provider took and whose end is not known.

    - It is asked 15 s after it was taken, then after as long again each time, at most 10 minutes, for an hour.
    - Delivered is on record with its time. What the provider gave up is dead, with the provider's code as the answer,
      and the fallback recipients are told in the same transaction.
    - When it is asked next is on record before it is asked: of several workers one asks, and none that dies is missed.
    """

    def __init__(self, store: Store, readers: StatusReaders, ids: Ids, policy: AlertingPolicy) -> None:
        self._store = store
        self._readers = readers
        self._ids = ids
        self._policy = policy

    def execute(self) -> bool:
        """Ask about one message; False when none is due. Raises StoreUnavailable."""
        with self._store.reading() as work:
            due = work.notifications.next_poll_at()
            if due is None or due > work.now():
                return False
        with self._store.writing() as work:
            now = work.now()
            claimed = [each.asked_about(now) for each in work.notifications.lock_poll_due(now=now, limit=1)]
            work.notifications.save(claimed)
            work.commit(announce=False)
        for notification in claimed:
            self._record(notification, self._ask(notification))
        return bool(claimed)

    def due_in_s(self) -> float | None:
        """The seconds until the next provider is to be asked, None where none is. Raises StoreUnavailable."""
        with self._store.reading() as work:
            due = work.notifications.next_poll_at()
            return None if due is None else (due - work.now()).total_seconds()

    def _ask(self, notification: Notification) -> DeliveryStatus:
        reader = self._readers.get(notification.channel)
        if reader is None or notification.provider_id is None:
            return DeliveryStatus(Fate.UNDER_WAY, f"the channel {notification.channel.value} is off")
        try:
            return reader.status_of(notification.provider_id)
        except Exception:  # noqa: BLE001
            # A reader must not raise; one that does all the same must not stop the others' messages.
            _log.exception("the status of a message in the channel %s could not be read", notification.channel.value)
            return DeliveryStatus(Fate.UNDER_WAY, "the channel failed")

    def _record(self, asked: Notification, status: DeliveryStatus) -> None:
        if status.fate is Fate.UNDER_WAY:
            return
        with self._store.writing() as work:
            held = work.notifications.lock(asked.id)
            if held is not None and held.provider_id == asked.provider_id:
                self._save(work, held, held.fated(status, work.now()))
            work.commit(announce=False)

    def _save(self, work: UnitOfWork, before: Notification, after: Notification) -> None:
        if after == before:
            return
        work.notifications.save([after])
        if after.state is NotificationState.DEAD:
            tell_fallback(work, self._ids, self._policy, after)
