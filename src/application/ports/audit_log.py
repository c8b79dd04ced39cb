"""The record of what people did."""

from collections.abc import Sequence
from typing import Protocol

from domain.audit import AuditEntry


class AuditLog(Protocol):
    """The audit log, in one unit of work; entries are only ever added."""

    def note(self, entry: AuditEntry) -> None:
        """Add an entry; it is written by `UnitOfWork.commit`, after everything else, so that nobody waits long for the
        end of the chain.
        """
        ...

    def page(self, *, limit: int, before: int | None = None) -> Sequence[tuple[int, AuditEntry, bytes]]:
        """The newest entries with their numbers and hashes, newest first, those numbered below `before`."""
        ...

    def last_hash(self) -> bytes | None:
        """What the store keeps apart as the end of the chain, None where there is no entry."""
        ...
