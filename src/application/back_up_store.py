"""Copy the whole store into a file."""

from dataclasses import dataclass
from pathlib import Path

from application.ports.store_copies import Progress, StoreCopies, StoreCopy
from application.ports.unit_of_work import Store
from domain.audit import AuditEntry


@dataclass(frozen=True, slots=True)
class BackUpStoreCommand:
    """Where to."""

    file: Path
    actor: str = "command line"


class BackUpStore:
    """- Every row of every table as it is at one moment, the secret of the installation included, while everybody
      goes on to work: the file is as secret as the database. Settings, which may hold passwords, are not in it.
    - The file is there, whole and on disk, or not at all.
    - When the last backup was made is remembered, for `doctor`.
    """

    def __init__(self, store: Store, copies: StoreCopies) -> None:
        self._store = store
        self._copies = copies

    def execute(self, command: BackUpStoreCommand, on_progress: Progress = lambda _, __: None) -> StoreCopy:
        """What the file holds. Raises CopyUnusable, StoreUnavailable."""
        copy = self._copies.write(command.file, on_progress)
        with self._store.writing() as work:
            work.restored_records.note_backed_up(copy.made_at)
            work.audit.note(
                AuditEntry(
                    at=work.now(),
                    actor=command.actor,
                    action="store.backup",
                    subject=command.file.name,
                    detail={"rows": copy.rows},
                )
            )
            work.commit(announce=False)
        return copy
