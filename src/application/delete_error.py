"""Delete an error, so that it can be restored."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import Act, ActDone, audited
from application.changed_errors import ChangedErrors
from application.held_errors import hold_error
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteErrorCommand:
    """`expected_version` is what the asker saw, None where any will do."""

    error_id: UUID
    act: Act
    expected_version: str | None = None


class DeleteError:
    """- The error is gone from every list, count of what is open and deadline. Until retention removes it, it can be
      restored.
    - Counts of arrivals do not go down. Deleting the last open error of an episode closes that, and resolves nothing:
      what comes after is told as a recurrence.
    - With `erase=true`, which takes the scope admin, its content is removed for good as well.
    - What is deleted already stays as it is: `changed` is false.
    """

    def __init__(self, store: Store, ids: Ids, retention: RetentionPolicy) -> None:
        self._store = store
        self._ids = ids
        self._retention = retention

    def execute(self, command: DeleteErrorCommand) -> ActDone:
        """Delete. Raises NotFound, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version, deleted_too=True)
            if held.error.deleted_at is not None:
                return ActDone(error_id=command.error_id, changed=False)
            ChangedErrors(work, self._ids, self._retention).change(held, ErrorChange(ErrorAction.DELETE), command.act)
            work.audit.note(audited("delete", held.error.id, command.act, at=held.now))
            work.commit()
        return ActDone(error_id=command.error_id, changed=True)
