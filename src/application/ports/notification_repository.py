"""Notifications: the outbox, and the record of every attempt."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.delivery import Attempt, Channel
from domain.notification import Notification


class NotificationRepository(Protocol):
    """Notifications of one unit of work."""

    def add(self, notifications: Iterable[Notification]) -> None:
        """Store new notifications, in the same transaction as what they tell of."""
        ...

    def get(self, notification_id: UUID) -> Notification | None:
        """One notification, or None."""
        ...

    def lock(self, notification_id: UUID) -> Notification | None:
        """One notification, locked until the unit of work ends, or None."""
        ...

    def lock_due(
        self, channel: Channel, *, now: datetime, limit: int, without: Collection[str] = ()
    ) -> Sequence[Notification]:
        """Up to `limit` notifications of a channel whose attempt is due and that no living lease holds, locked: trusted
        senders' first, then the worse severity, then the earliest; those that another worker is claiming, and those
        to the recipients `without`, are passed over.
        """
        ...

    def lock_held(self, notification_id: UUID, owner: str) -> Notification | None:
        """One notification, locked, if `owner` still holds its lease; None where another has taken it up."""
        ...

    def save(self, notifications: Iterable[Notification]) -> None:
        """Overwrite locked notifications."""
        ...

    def add_attempts(self, attempts: Iterable[Attempt]) -> None:
        """Record attempts as started."""
        ...

    def finish_attempt(self, attempt: Attempt) -> None:
        """Record how an attempt ended."""
        ...

    def open_attempts(self, notification_ids: Iterable[UUID]) -> Sequence[Attempt]:
        """Attempts that were started and never ended: their worker died."""
        ...

    def attempts(self, notification_id: UUID) -> Sequence[Attempt]:
        """All attempts of a notification in their order."""
        ...

    def of_episode(self, episode_id: UUID) -> Sequence[Notification]:
        """All notifications of an episode, oldest first."""
        ...

    def lock_waiting_untrusted(self, episode_id: UUID) -> Sequence[Notification]:
        """Notices of an episode that strangers caused and nobody has tried to send, held ones too, locked; those that a
        worker is claiming are passed over.
        """
        ...

    def lock_waiting(self, episode_id: UUID) -> Sequence[Notification]:
        """Notices of an episode that wait to be sent, for the first time or again, locked; those that a worker is
        claiming are passed over. Held ones, and digests, which tell of more, are none of them.
        """
        ...

    def untrusted_slots_taken(self, since: datetime) -> int:
        """How many notices that strangers caused were, or are, first to be sent then or later."""
        ...

    def claim_further(self, *, now: datetime, limit: int) -> Sequence[Notification]:
        """Up to `limit` notifications whose next way is to be taken unless they have arrived, the earliest first,
        locked; those that another worker holds are passed over.
        """
        ...

    def next_further_at(self) -> datetime | None:
        """When the earliest of these is due, None where none is."""
        ...

    def next_due_at(self, channel: Channel | None = None, *, without: Collection[str] = ()) -> datetime | None:
        """When the earliest attempt is due, None where none is; where a channel is given, in that, to other recipients
        than `without`.
        """
        ...

    def lock_poll_due(self, *, now: datetime, limit: int) -> Sequence[Notification]:
        """Up to `limit` notifications whose provider is to be asked now what became of them, locked, the earliest
        first; those that another worker is asking about are passed over.
        """
        ...

    def next_poll_at(self) -> datetime | None:
        """When the next provider is to be asked, None where none is."""
        ...

    def add_once(self, notification: Notification) -> bool:
        """Store a notification, unless one has its id; whether it was stored. Of several at once one is."""
        ...

    def lock_lost(self, *, since: datetime, now: datetime, limit: int) -> Sequence[Notification]:
        """Notifications written since that moment that are still to be sent and will never be due, since no time says
        when: something went wrong with them. Locked; those that another holds are passed over.
        """
        ...

    def count_due(self, now: datetime) -> int:
        """How many are due and held by nobody."""
        ...

    def sent_since(self, channel: Channel, since: datetime) -> int:
        """How many notifications of a channel that were written then or later were sent or are to be."""
        ...
