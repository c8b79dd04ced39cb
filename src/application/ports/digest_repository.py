"""What is held back for receivers, and what they were sent of late."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.alerting import LatelySent
from domain.delivery import Channel
from domain.notification import Notification


class DigestRepository(Protocol):
    """Digests of one unit of work; they are notifications, stored and saved as such."""

    def lock_open(self, channel: Channel, recipient: str) -> Sequence[Notification]:
        """A receiver's digests that are not frozen, the oldest first, locked; those that others hold passed over."""
        ...

    def held_in(self, digest_id: UUID) -> Sequence[Notification]:
        """What a digest tells of, the oldest first."""
        ...

    def held_of_episode(self, digest_id: UUID, episode_id: UUID) -> Notification | None:
        """What a digest tells of that episode, None where that is nothing."""
        ...

    def lock_telling_of(self, episode_id: UUID) -> Sequence[Notification]:
        """The frozen digests that tell of that episode, whatever became of them, locked."""
        ...

    def lately_sent(
        self,
        channel: Channel,
        recipient: str,
        *,
        pattern_id: UUID,
        since: datetime,
        quiet_since: datetime,
        now: datetime,
    ) -> LatelySent:
        """What a receiver was sent, or is being sent, after `since` until now; of the pattern, after `quiet_since`."""
        ...
