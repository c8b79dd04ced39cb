"""Read errors back from files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import monotonic
from uuid import UUID

from application.expired_errors import ends_of_merges
from application.pace import Pace
from application.ports.audit_log import AuditFilter
from application.ports.error_files import ErrorFiles, ReadLine
from application.ports.unit_of_work import Store, UnitOfWork
from domain.audit import AuditEntry
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.imported_errors import imported, imported_pattern
from domain.retention import RetentionPolicy

_PAGE = 500


@dataclass(frozen=True, slots=True)
class ImportErrorsCommand:
    """The files, one after the other."""

    files: Sequence[Path]
    actor: str = "command line"


@dataclass(slots=True)
class Imported:
    """What became of the lines. `known` were stored already, `erased` had been erased here, `unreadable` are no errors
    of a version that is known, or of a pattern that neither the file nor the store knows; `first_fault` says where the
    first of them is.
    """

    stored: int = 0
    known: int = 0
    erased: int = 0
    unreadable: int = 0
    first_fault: str = ""


class ImportErrors:
    """- Stores the errors of archives and exports under their own ids: what is stored already stays as it is, so a file
      can be read twice.
    - Nobody is told, nothing is escalated or opened again, and nothing is counted: counters count arrivals. A pattern
      that is unknown here comes with the counts that it had.
    - Errors keep their status. They join no open episode; see `domain/imported_errors.py`.
    - What was erased here stays erased.
    """

    def __init__(
        self,
        store: Store,
        files: ErrorFiles,
        retention: RetentionPolicy,
        *,
        limit_errors: int = 500,
        pause: Callable[[float], bool] = lambda _: False,
    ) -> None:
        self._store = store
        self._files = files
        self._retention = retention
        self._most = limit_errors
        self._pause = pause

    def execute(
        self, command: ImportErrorsCommand, on_progress: Callable[[int, int], None] = lambda _, __: None
    ) -> Imported:
        """What became of all lines. Raises FileUnusable, StoreUnavailable; what was stored before stays."""
        sizes = [self._files.size_bytes(file) for file in command.files]
        with self._store.reading() as work:
            erased = _erased(work)
        done = Imported()
        for place, file in enumerate(command.files):
            before = done.stored
            for lines in self._batches(file):
                self._store_lines(lines, erased, done, file)
                on_progress(sum(sizes[:place]) + lines[-1].read_bytes, sum(sizes))
            with self._store.writing() as work:
                detail = {"errors": done.stored - before}
                entry = AuditEntry(
                    at=work.now(), actor=command.actor, action="errors.import", subject=file.name, detail=detail
                )
                work.audit.note(entry)
                work.commit()
        return done

    def _batches(self, file: Path) -> Iterator[list[ReadLine]]:
        lines = self._files.read(file)
        pace = Pace(limit_rows=self._most, pause=self._pause)
        while batch := list(islice(lines, pace.limit)):
            began_s, limit = monotonic(), pace.limit
            yield batch
            pace.rest(monotonic() - began_s, full=len(batch) == limit)

    def _store_lines(self, lines: Sequence[ReadLine], erased: frozenset[str], done: Imported, file: Path) -> None:
        errors: dict[UUID, tuple[ErrorLog, ErrorPattern | None]] = {}
        for line in lines:
            if line.error is None:
                _note_fault(done, f"{file.name}: {line.fault}")
            elif str(line.error.id) in erased:
                done.erased += 1
            elif line.error.id in errors:
                done.known += 1
            else:
                errors[line.error.id] = line.error, line.pattern
        if not errors:
            return
        with self._store.writing() as work:
            known = work.errors.known(errors)
            done.known += len(known)
            fresh = [pair for error_id, pair in errors.items() if error_id not in known]
            added = self._as_imported(work, fresh)
            done.stored += len(added)
            if len(added) < len(fresh):
                _note_fault(done, f"{file.name}: a pattern is neither in the file nor here", len(fresh) - len(added))
            if added:
                work.services.note_services({error.report.service for error in added}, at=work.now())
                work.errors.add(added)
                work.commit(announce=False)

    def _as_imported(
        self, work: UnitOfWork, pairs: Sequence[tuple[ErrorLog, ErrorPattern | None]]
    ) -> Sequence[ErrorLog]:
        now = work.now()
        patterns = _known_patterns(work, pairs)
        owners = {
            each: work.developers.get(each) is not None for each in {error.assigned_to for error, _ in pairs} if each
        }
        closed = {each: _closed(work, each) for each in {error.episode_id for error, _ in pairs} if each}
        return [
            imported(
                error,
                closed_episode=closed.get(error.episode_id) if error.episode_id else None,
                owner_known=owners.get(error.assigned_to, False) if error.assigned_to else False,
                now=now,
                retention=self._retention,
            )
            for error, _ in pairs
            if error.pattern_id in patterns
        ]


def _known_patterns(work: UnitOfWork, pairs: Sequence[tuple[ErrorLog, ErrorPattern | None]]) -> set[UUID]:
    """The ids of those that are here, or are now: a pattern has the id of the fingerprint that founded it."""
    known = {each for each in {error.pattern_id for error, _ in pairs} if work.patterns.get(each) is not None}
    new = {pattern.id: pattern for error, pattern in pairs if pattern is not None and error.pattern_id not in known}
    founders = {
        pattern.id: imported_pattern(
            pattern, target_known=pattern.merged_into is None or work.patterns.get(pattern.merged_into) is not None
        )
        for pattern in new.values()
    }
    if founders:
        work.patterns.lock(founders)
    return known | founders.keys()


def _closed(work: UnitOfWork, episode_id: UUID) -> UUID | None:
    """The episode that it has become, where that is over and its end was written to its errors."""
    end = ends_of_merges(work, [episode_id]).get(episode_id)
    episode = None if end is None else work.episodes.get(end)
    return end if episode is not None and episode.closed_at is not None and episode.carried else None


def _erased(work: UnitOfWork) -> frozenset[str]:
    """The ids of all errors that were ever erased here; their rows are gone one day, the audit log is kept."""
    found: list[str] = []
    before: int | None = None
    while page := work.audit.page(AuditFilter(action="error.erase"), limit=_PAGE, before=before):
        found += [entry.subject for _, entry, _ in page]
        before = page[-1][0]
    return frozenset(found)


def _note_fault(done: Imported, fault: str, count: int = 1) -> None:
    done.unreadable += count
    done.first_fault = done.first_fault or fault
