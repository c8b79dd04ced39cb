"""One-time links that acknowledge."""

from datetime import datetime
from typing import Protocol

from domain.acknowledge_link import AcknowledgeLink


class AcknowledgeLinkRepository(Protocol):
    """Links of one unit of work, found by the digest of their token alone."""

    def add(self, link: AcknowledgeLink) -> None:
        """Store it; nothing where it is stored already."""
        ...

    def find(self, digest: bytes) -> AcknowledgeLink | None:
        """The link, or None."""
        ...

    def mark_used(self, digest: bytes, *, at: datetime) -> None:
        """It acknowledged then."""
        ...

    def remove_expired(self, *, before: datetime, limit: int) -> int:
        """Remove up to `limit` links that expired before; how many."""
        ...
