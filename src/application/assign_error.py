"""Give an error, or all that are like it, to a developer by hand."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import BY_HAND, Act, ActDone, Scope, audited
from application.changed_errors import ChangedErrors
from application.given_errors import Giving, chosen_developer, give, named_developer, require_assignable, tell_new_owner
from application.held_errors import HeldError, hold_error
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.developer import Developer
from domain.episode import Episode
from domain.errors import Conflict
from domain.history import HistoryEntry, SubjectKind
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignErrorCommand:
    """`developer_id` is None to let the automatic assignment choose; `expected_version` is what the asker saw, None
    where any will do.
    """

    error_id: UUID
    act: Act
    developer_id: UUID | None = None
    scope: Scope = Scope.ERROR
    expected_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Who it was given to."""

    done: ActDone
    developer_id: UUID


class AssignError:
    """Overrule the automatic assignment, or ask for it anew.

    - Only an open error can be given, and only to an active developer; whether a developer who is named knows the
      service is for whoever asks to judge. Without one the automatic assignment chooses: on call first, then the least
      loaded, then whoever was assigned longest ago.
    - One error is an override: its episode keeps its owner, and a later change of that owner leaves it alone.
    - With the scope `pattern` the episode's owner changes at once, and its errors follow in batches, those of the
      former owner too, but no override except the named error's own.
    - The new owner is told. It is in the history of the error, or of the episode, with the actor and what was before.
    - Whoever has it already keeps it: `changed` is false.
    """

    def __init__(self, store: Store, retention: RetentionPolicy, giving: Giving, wake_ups: WakeUps) -> None:
        self._store = store
        self._retention = retention
        self._giving = giving
        self._wake_ups = wake_ups

    def execute(self, command: AssignErrorCommand) -> Assigned:
        """Assign. Raises NotFound, RuleViolation, Conflict, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version)
            whole = command.scope is Scope.PATTERN
            episode = _open_of_pattern(work, held) if whole else require_assignable(held)
            wanted = command.developer_id
            developer = chosen_developer(work, held) if wanted is None else named_developer(work, wanted)
            if whole:
                changed = self._pattern(work, held, episode, developer, command)
            else:
                changes = ChangedErrors(work, self._giving.ids, self._retention)
                changed = give(work, changes, held, developer, act=command.act, giving=self._giving) is not held
            if changed:
                detail = {"scope": command.scope.value, "developer": str(developer.id)}
                work.audit.note(audited("assign", held.error.id, command.act, at=held.now, **detail))
                work.commit()
        if changed:
            self._wake_ups.wake(Work.DELIVERY)
        done = ActDone(error_id=command.error_id, changed=changed, scope=command.scope)
        return Assigned(done=done, developer_id=developer.id)

    def _pattern(
        self, work: UnitOfWork, held: HeldError, episode: Episode, developer: Developer, command: AssignErrorCommand
    ) -> bool:
        joins = held.apart and held.error.episode_id == episode.id and held.error.counts_as_open
        if episode.owner_id == developer.id and not joins:
            return False
        given = episode.assigned_to(developer.id, at=held.now)
        work.episodes.save([given])
        if joins:
            work.errors.join_again(held.error.id)
        work.history.add([_given(given, episode.owner_id, held, command)])
        if episode.owner_id != developer.id:
            tell_new_owner(work, given, developer, self._giving)
        return True


def _open_of_pattern(work: UnitOfWork, held: HeldError) -> Episode:
    episode = work.episodes.lock_open([held.pattern.id]).get(held.pattern.id)
    if episode is None:
        raise Conflict(f"nothing of this pattern is open: the error is {held.error.status.value}")
    return episode


def _given(episode: Episode, before: UUID | None, held: HeldError, command: AssignErrorCommand) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=held.now,
        action="assigned",
        reason=BY_HAND,
        actor=command.act.actor,
        before=None if before is None else str(before),
        after=str(episode.owner_id),
        inputs={"scope": Scope.PATTERN.value, "error": str(held.error.id), "note": command.act.said},
    )
