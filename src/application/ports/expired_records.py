"""What retention may remove."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.error_log import ErrorLog
from domain.retention import RecordKind


class ExpiredRecords(Protocol):
    """What is past its time, in one unit of work."""

    def count_errors(self, *, now: datetime) -> int:
        """How many errors have expired."""
        ...

    def errors(self, *, now: datetime, after: ErrorLog | None, limit: int) -> Sequence[ErrorLog]:
        """The next that have expired, unlocked, the longest expired first; deleted ones are among them."""
        ...

    def lock_unchanged(self, errors: Sequence[ErrorLog]) -> set[UUID]:
        """The ids of those that are stored as they were read, locked; what others hold is passed over."""
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
