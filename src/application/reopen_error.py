"""Take back that an error, or its pattern, was resolved or ignored."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.acts import Act, ActDone, Scope, audited, pattern_entry
from application.changed_errors import ChangedErrors
from application.held_errors import HeldError, hold_error
from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.error_pattern import PatternStatus
from domain.pattern_lifecycle import reactivate
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenErrorCommand:
    """`expected_version` is what the asker saw, None where any will do."""

    error_id: UUID
    act: Act
    scope: Scope = Scope.ERROR
    expected_version: str | None = None


class ReopenError:
    """- The error is open again. It joins its pattern's open episode, whose owner it gets, or opens a new one with the
      owner that it had; its owner is told. A closed episode is never opened again.
    - A resolved pattern is active again with it. An ignored one is with the scope `pattern` only: else what arrives
      goes on being ignored.
    - With the scope `pattern` too this one error is opened again; the others stay as they ended, and what arrives from
      now on joins it.
    - What is open already stays as it is: `changed` is false.
    """

    def __init__(self, store: Store, ids: Ids, retention: RetentionPolicy, wake_ups: WakeUps) -> None:
        self._store = store
        self._ids = ids
        self._retention = retention
        self._wake_ups = wake_ups

    def execute(self, command: ReopenErrorCommand) -> ActDone:
        """Reopen. Raises NotFound, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version)
            activated = _activated(work, held, command) if command.scope is Scope.PATTERN else held
            reopened = not held.error.status.is_open
            if reopened:
                changes = ChangedErrors(work, self._ids, self._retention)
                changes.change(activated, ErrorChange(ErrorAction.REOPEN), command.act)
            changed = reopened or activated is not held
            if changed:
                detail = {"scope": command.scope.value, "pattern": str(held.pattern.id)}
                work.audit.note(audited("reopen", held.error.id, command.act, at=held.now, **detail))
                work.commit()
        if reopened:
            self._wake_ups.wake(Work.TRIAGE)
        return ActDone(error_id=command.error_id, changed=changed, scope=command.scope)


def _activated(work: UnitOfWork, held: HeldError, command: ReopenErrorCommand) -> HeldError:
    before = held.pattern
    if before.status is PatternStatus.ACTIVE:
        return held
    after = reactivate(before)
    work.patterns.save([after])
    inputs = {"error": str(held.error.id)}
    work.history.add([pattern_entry(before, after, "reopened", command.act, at=held.now, inputs=inputs)])
    is_its_own = held.episode_pattern is not None and held.episode_pattern.id == after.id
    return replace(held, pattern=after, episode_pattern=after if is_its_own else held.episode_pattern)
