"""Restore a deleted error."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import Act, ActDone, audited
from application.changed_errors import ChangedErrors
from application.held_errors import hold_error
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.erasure import is_erased
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.errors import Conflict
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreErrorCommand:
    """`expected_version` is what the asker saw, None where any will do."""

    error_id: UUID
    act: Act
    expected_version: str | None = None


class RestoreError:
    """- A deleted error is back as it was. Where it was open and all that were alike have been resolved or ignored
      since, it is resolved or ignored too; where its episode ended otherwise, it joins the open one or opens a new one.
    - What was erased cannot be restored.
    - What is not deleted stays as it is: `changed` is false.
    """

    def __init__(self, store: Store, ids: Ids, retention: RetentionPolicy, wake_ups: WakeUps) -> None:
        self._store = store
        self._ids = ids
        self._retention = retention
        self._wake_ups = wake_ups

    def execute(self, command: RestoreErrorCommand) -> ActDone:
        """Restore. Raises NotFound, Conflict, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version, deleted_too=True)
            if is_erased(held.error):
                raise Conflict("the content of this error was erased for good")
            if held.error.deleted_at is None:
                return ActDone(error_id=command.error_id, changed=False)
            changes = ChangedErrors(work, self._ids, self._retention)
            restored = changes.change(held, ErrorChange(ErrorAction.RESTORE), command.act)
            work.audit.note(audited("restore", held.error.id, command.act, at=held.now))
            work.commit()
        if restored.error.counts_as_open:
            self._wake_ups.wake(Work.TRIAGE)
        return ActDone(error_id=command.error_id, changed=True)
