"""Write stored errors to a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from application.expired_errors import ends_of_merges, patterns_of
from application.ports.error_files import ErrorFiles
from application.ports.stored_errors import Stretch
from application.ports.unit_of_work import Store, UnitOfWork
from domain.episode import Episode
from domain.error_lifecycle import in_force
from domain.error_log import ErrorLog
from domain.errors import FieldsRefused


@dataclass(frozen=True, slots=True)
class ExportErrorsCommand:
    """Which errors, and where to."""

    file: Path
    wanted: Stretch = Stretch()


class ExportErrors:
    """- Writes errors in the order of their receipt, each with its pattern, as one line of JSON; deleted ones too,
      which say so. A name that ends with .gz is compressed.
    - Reads a few hundred at a time, so that neither memory nor any transaction grows with their number. What arrives
      meanwhile may or may not be in it.
    - A stretch that ends before it begins is refused: it would make an empty file, which looks like one of no errors.
    - Status and owner are as they count, also while a worker still carries the end of an episode to its errors.
    """

    def __init__(self, store: Store, files: ErrorFiles, *, batch: int = 500) -> None:
        self._store = store
        self._files = files
        self._batch = batch

    def execute(
        self, command: ExportErrorsCommand, on_progress: Callable[[int, int], None] = lambda _, __: None
    ) -> int:
        """How many there are in the file. Raises FieldsRefused, FileUnusable, StoreUnavailable."""
        since, until = command.wanted.since, command.wanted.until
        if since is not None and until is not None and until <= since:
            raise FieldsRefused({"until": "is not after since"})
        with self._store.reading() as work:
            total = work.stored_errors.count(command.wanted)
        written, last = 0, None
        with self._files.writing(command.file) as file:
            while True:
                with self._store.reading() as work:
                    stored = work.stored_errors.after(last, command.wanted, limit=self._batch)
                    if not stored:
                        return written
                    errors, patterns = _as_in_force(work, stored), patterns_of(work, stored)
                file.write(errors, patterns)
                written, last = written + len(stored), stored[-1].id
                on_progress(written, max(total, written))


def _as_in_force(work: UnitOfWork, errors: Sequence[ErrorLog]) -> list[ErrorLog]:
    homes: dict[UUID | None, Episode | None] = {None: None}
    for episode_id in {error.episode_id for error in errors if error.counts_as_open} - {None}:
        end = None if episode_id is None else ends_of_merges(work, [episode_id]).get(episode_id)
        homes[episode_id] = None if end is None else work.episodes.get(end)
    return [
        in_force(error, homes.get(error.episode_id), apart=error.counts_as_open and work.errors.is_kept_apart(error.id))
        for error in errors
    ]
