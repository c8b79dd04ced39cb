"""Change some of what people can change about an error."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import Act, ActDone, audited
from application.changed_errors import ChangedErrors
from application.given_errors import Giving, give, give_back, named_developer
from application.held_errors import HeldError, hold_error
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.error_log import ErrorStatus
from domain.errors import RuleViolation
from domain.retention import RetentionPolicy
from domain.severity import Severity

_ACTIONS = {
    ErrorStatus.OPEN: ErrorAction.REOPEN,
    ErrorStatus.ASSIGNED: ErrorAction.REOPEN,
    ErrorStatus.RESOLVED: ErrorAction.RESOLVE,
    ErrorStatus.IGNORED: ErrorAction.IGNORE,
}


@dataclass(frozen=True, slots=True)
class NewOwner:
    """`developer_id` is None for whoever owns the error's episode."""

    developer_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditErrorCommand:
    """What is None stays as it is; `expected_version` is what the asker saw, None where any will do."""

    error_id: UUID
    act: Act
    status: ErrorStatus | None = None
    severity: Severity | None = None
    owner: NewOwner | None = None
    expected_version: str | None = None


class EditError:
    """- What is not named stays as it is; all of it happens, or nothing.
    - `severity`: a rise above all that its episode had is told, and ends an acknowledgement. Nothing lowers the highest
      severity that an episode had.
    - `status`: `resolved`, `ignored`, or `open`, which opens what had ended again. An open error is `assigned` where it
      has an owner: asking for that takes one.
    - `assigned_to`: a developer keeps this error whoever owns the others; null gives it back to who does.
    - Each follows the same rules as its own endpoint, for this error alone.
    """

    def __init__(self, store: Store, retention: RetentionPolicy, giving: Giving, wake_ups: WakeUps) -> None:
        self._store = store
        self._retention = retention
        self._giving = giving
        self._wake_ups = wake_ups

    def execute(self, command: EditErrorCommand) -> ActDone:
        """Change it. Raises NotFound, RuleViolation, Conflict, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            before = hold_error(work, command.error_id, expected_version=command.expected_version)
            changes = ChangedErrors(work, self._giving.ids, self._retention)
            after = _with_severity(changes, before, command)
            after = _with_status(changes, after, command)
            after = self._with_owner(work, changes, after, command)
            changed = after is not before
            if changed:
                detail = {"status": after.error.status.value, "severity": after.error.severity.value}
                work.audit.note(audited("edit", after.error.id, command.act, at=before.now, **detail))
                work.commit()
        if changed:
            self._wake_ups.wake(Work.TRIAGE)
            self._wake_ups.wake(Work.DELIVERY)
        return ActDone(error_id=command.error_id, changed=changed)

    def _with_owner(
        self, work: UnitOfWork, changes: ChangedErrors, held: HeldError, command: EditErrorCommand
    ) -> HeldError:
        if command.owner is not None and command.owner.developer_id is not None:
            developer = named_developer(work, command.owner.developer_id)
            held = give(work, changes, held, developer, act=command.act, giving=self._giving)
        elif command.owner is not None:
            held = give_back(work, changes, held, command.act)
        if command.status is ErrorStatus.ASSIGNED and held.error.assigned_to is None:
            raise RuleViolation("an error is assigned to somebody: name a developer in assigned_to")
        return held


def _with_severity(changes: ChangedErrors, held: HeldError, command: EditErrorCommand) -> HeldError:
    if command.severity is None or command.severity is held.error.severity:
        return held
    change = ErrorChange(ErrorAction.CHANGE_SEVERITY, severity=command.severity)
    return changes.change(held, change, command.act)


def _with_status(changes: ChangedErrors, held: HeldError, command: EditErrorCommand) -> HeldError:
    wanted, present = command.status, held.error.status
    if wanted is None or wanted is present or (wanted.is_open and present.is_open):
        return held
    return changes.change(held, ErrorChange(_ACTIONS[wanted]), command.act)
