"""Event ids of senders, by which repeats are recognised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EventKey:
    """An event id of a service, the error stored under it, and the digest of that error's body."""

    service: str
    event_id: UUID
    error_id: UUID
    body_digest: bytes
    expires_at: datetime


class EventKeyRepository(Protocol):
    """Event keys of one unit of work."""

    def claim(self, keys: Sequence[EventKey], *, now: datetime) -> dict[tuple[str, UUID], EventKey]:
        """Take every key that is free or expired at `now`; answer those taken before, by service and event id,
        as they are stored. Keys are taken in their order of (service, event id); two units of work never both
        take one.
        """
        ...
