"""What retention may remove."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.error_log import ErrorLog
from domain.retention import RecordKind


class ExpiredError(NamedTuple):
    """An error whose time is over, unlocked. The first two fields are its place in their order."""

    expires_at: datetime
    id: UUID
    open_episode_id: UUID | None
    """Its episode, where it is open: whatever has ended keeps no episode open."""


class ExpiredRecords(Protocol):
    """What is past its time, in one unit of work."""

    def count_errors(self, *, now: datetime) -> int:
        """How many errors have expired."""
        ...

    def errors(self, *, now: datetime, after: ExpiredError | None, limit: int) -> Sequence[ExpiredError]:
        """The next that have expired, the longest expired first; deleted ones are among them."""
        ...

    def lock_errors(self, error_ids: Iterable[UUID], *, now: datetime) -> Sequence[ErrorLog]:
        """Those of them that have still expired, locked; what others hold is passed over."""
        ...

    def remove_errors(self, errors: Sequence[ErrorLog]) -> None:
        """Remove locked errors for good, with what finds them, their overrides and their history."""
        ...

    def remove(self, kind: RecordKind, *, before: datetime, limit: int) -> int:
        """Remove up to `limit` records that began (keys and links: expired) by then, as far as nobody holds them, and
        never a message that is still to be sent or asked about; how many were removed, fewer than `limit` where none
        is left.
        """
        ...
