"""Give an error, or all that are like it, to a developer by hand."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from application.ports.unit_of_work import Store, UnitOfWork
from domain.developer import Developer
from domain.display_text import safe_line
from domain.episode import Episode
from domain.error_log import ErrorLog, ErrorStatus
from domain.errors import Conflict, NotFound, RuleViolation
from domain.history import HistoryEntry, SubjectKind

LONGEST_NOTE = 500


class AssignmentScope(StrEnum):
    """How much is given."""

    ERROR = "error"
    """This error alone: it keeps this owner, whoever owns the others."""
    PATTERN = "pattern"
    """All open errors that are alike, and those to come while any is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignErrorCommand:
    """`actor` is the name of the token or person that asks; `note` is kept in the history."""

    error_id: UUID
    developer_id: UUID
    scope: AssignmentScope
    actor: str
    note: str | None = None


class AssignError:
    """Overrule the automatic assignment.

    - Only an open error can be given, and only to an active developer; whether the person knows the service is for
      whoever asks to judge.
    - One error is an override: its episode keeps its owner, and a later change of that owner leaves it alone.
    - With the pattern the episode's owner changes at once, and its errors follow in batches (`CarryOwners`), those
      of the former owner too, but no override.
    - It is in the history of the error, or of the episode, with the actor and what was before.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: AssignErrorCommand) -> None:
        """Assign. Raises NotFound, RuleViolation, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            developer = _assignable(work, command.developer_id)
            episode, error = _locked(work, command.error_id)
            if command.scope is AssignmentScope.PATTERN:
                work.episodes.save([episode.assigned_to(developer.id, at=work.now())])
                work.errors.join_again(error.id)
                subject, before = (SubjectKind.EPISODE, episode.id), episode.owner_id
            else:
                work.errors.keep_apart(error.id)
                subject, before = (SubjectKind.ERROR, error.id), error.assigned_to
            work.errors.save(replace(error, assigned_to=developer.id, status=ErrorStatus.ASSIGNED))
            work.history.add([_by_hand(work, command, subject, before)])
            work.commit()


def _assignable(work: UnitOfWork, developer_id: UUID) -> Developer:
    developer = work.developers.get(developer_id)
    if developer is None:
        raise NotFound("no developer has this id")
    if not developer.active:
        raise RuleViolation(f"{developer.name} is not active: nothing can be assigned to this developer")
    return developer


def _locked(work: UnitOfWork, error_id: UUID) -> tuple[Episode, ErrorLog]:
    """The error as it is under its episode's lock, with which all changes of its status begin."""
    found = work.errors.get(error_id)
    if found is None or found.deleted_at is not None:
        raise NotFound("no error has this id, or it was deleted")
    episode = None if found.episode_id is None else work.episodes.lock(found.episode_id)
    error = work.errors.get(error_id)
    if episode is None or error is None or episode.closed_at is not None or not error.counts_as_open:
        raise Conflict(f"only an open error can be assigned: this one is {found.status.value}")
    return episode, error


def _by_hand(
    work: UnitOfWork, command: AssignErrorCommand, subject: tuple[SubjectKind, UUID], before: UUID | None
) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=subject[0],
        subject_id=subject[1],
        at=work.now(),
        action="assigned",
        reason="by_hand",
        actor=command.actor,
        before=None if before is None else str(before),
        after=str(command.developer_id),
        inputs={
            "scope": command.scope.value,
            "error": str(command.error_id),
            "note": safe_line(command.note or "", LONGEST_NOTE) or None,
        },
    )
