"""Fill an empty store from a backup, so that it wakes nobody."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from application.ports.store_copies import Progress, StoreCopies
from application.ports.unit_of_work import UnitOfWork
from domain.alerting import NoticeReason
from domain.audit import AuditEntry
from domain.escalation import interval_of

_EPISODES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RestoreStoreCommand:
    """From which file; `force` empties a store first that is not empty."""

    file: Path
    force: bool = False
    actor: str = "command line"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was kept from telling and waking people."""

    suppressed: int
    marks_taken: int
    episodes_postponed: int


class RestoreStore:
    """- The file is checked to its end before anything is changed, and all of it is restored, or nothing.
    - Nobody is told or woken by what was true when the backup was made: messages that waited are suppressed, with
      the reason `imported`; episodes that waited for triage do not; an escalation is due a full interval from now at
      the earliest, and so is giving an episode to somebody else.
    - The time is remembered, and whatever processes remember of the store from before is not shown.
    """

    def __init__(self, copies: StoreCopies) -> None:
        self._copies = copies

    def execute(self, command: RestoreStoreCommand, on_progress: Progress = lambda _, __: None) -> Restored:
        """What was kept quiet. Raises CopyUnusable, StoreUnavailable."""
        with self._copies.restoring(command.file, force=command.force, on_progress=on_progress) as work:
            now = work.now()
            restored = Restored(
                suppressed=work.restored_records.suppress_waiting(NoticeReason.IMPORTED),
                marks_taken=work.restored_records.take_marks(),
                episodes_postponed=_postpone(work, now),
            )
            work.restored_records.end_silences(now)
            work.restored_records.note_restored(now)
            work.audit.note(AuditEntry(at=now, actor=command.actor, action="store.restore", subject=command.file.name))
            work.commit()
        return restored


def _postpone(work: UnitOfWork, now: datetime) -> int:
    """Each level as if it had been reached just now."""
    postponed = 0
    last: UUID | None = None
    while episodes := work.restored_records.open_episodes(last, limit=_EPISODES_AT_ONCE):
        last = episodes[-1].id
        waiting = [each for each in episodes if each.escalates_at is not None or each.reassign_at is not None]
        work.episodes.save(
            replace(
                each,
                escalated_at=now,
                reassign_at=None
                if each.reassign_at is None
                else max(each.reassign_at, now + interval_of(each.severity)),
            )
            for each in waiting
        )
        postponed += len(waiting)
    return postponed
