"""Notifications: the outbox, and the record of every attempt."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.delivery import Attempt
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

    def lock_due(self, *, now: datetime, limit: int) -> Sequence[Notification]:
        """Up to `limit` notifications whose attempt is due and that no living lease holds, locked: trusted
        senders' first, then the worse severity, then the earliest; those that another worker is claiming are
        passed over.
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
        """Notifications of an episode that strangers caused and nobody has tried to send, locked; those that a
        worker is claiming are passed over.
        """
        ...

    def lock_waiting(self, episode_id: UUID) -> Sequence[Notification]:
        """Notifications of an episode that wait to be sent, for the first time or again, locked; those that a worker is
        claiming are passed over.
        """
        ...

    def untrusted_slots_taken(self, since: datetime) -> int:
        """How many notifications that strangers caused were, or are, first to be sent then or later."""
        ...

    def next_due_at(self) -> datetime | None:
        """When the earliest attempt is due, None where none is."""
        ...
