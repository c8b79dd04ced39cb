"""The record of what people did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.audit import AuditEntry


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is wanted, exactly so; None is everything."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None


EVERYTHING = AuditFilter()


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where the chain ends: the number of the last entry, zero where there is none, and the hash that the store keeps
    apart, None where nothing was ever noted.
    """

    number: int
    hash: bytes | None


class AuditLog(Protocol):
    """The audit log, in one unit of work; entries are only ever added, with rising numbers."""

    def note(self, entry: AuditEntry) -> None:
        """Add an entry; it is written by `UnitOfWork.commit`, after everything else, so that nobody waits long for the
        end of the chain.
        """
        ...

    def page(
        self,
        wanted: AuditFilter = EVERYTHING,
        *,
        limit: int,
        before: int | None = None,
        after: int | None = None,
    ) -> Sequence[tuple[int, AuditEntry, bytes]]:
        """Entries with their numbers and hashes, newest first: the newest of those numbered below `before`, or the
        oldest of those above `after`.
        """
        ...

    def count(self, wanted: AuditFilter, *, at_most: int) -> int:
        """How many there are, counted up to `at_most`."""
        ...

    def end(self) -> ChainEnd:
        """The end of the chain, both parts as they were at one moment."""
        ...
