"""Say whether the audit log is whole."""

from collections.abc import Callable, Iterator

from application.ports.audit_log import AuditLog
from application.ports.unit_of_work import Store
from domain.audit import AuditEntry, check_chain

Progress = Callable[[int, int], None]
"""Told the number of the entry that was read last, and of the last one."""


def _tell_nobody(_: int, __: int) -> None:
    """Nobody watches."""


class CheckAuditLog:
    """Compute the chain of hashes again from the first entry to the last.

    - A changed entry is named, and so is the one after a removed entry; an end that was cut off is noticed by the hash
      that is kept apart.
    - What is added meanwhile is left for the next check.
    """

    def __init__(self, store: Store, *, batch: int = 1000) -> None:
        self._store = store
        self._batch = batch

    def execute(self, on_progress: Progress = _tell_nobody) -> int:
        """How many entries there are. Raises RuleViolation where the chain is broken, StoreUnavailable."""
        with self._store.reading() as work:
            end = work.audit.end()
            return check_chain(self._entries(work.audit, end.number, on_progress), last=end.hash)

    def _entries(self, audit: AuditLog, end: int, on_progress: Progress) -> Iterator[tuple[AuditEntry, bytes]]:
        read = 0
        while batch := audit.page(limit=self._batch, after=read, before=end + 1):
            yield from ((entry, kept) for _, entry, kept in reversed(batch))
            read = batch[0][0]
            on_progress(read, end)
