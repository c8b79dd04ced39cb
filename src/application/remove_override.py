"""Take an override back."""

from dataclasses import dataclass
from uuid import UUID

from application.on_call_records import Which, lock_rotation, noted
from application.ports.unit_of_work import Store
from domain.errors import NotFound
from domain.on_call.duty import Override


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveOverrideCommand:
    """`rotation` is an id, or as text also a name."""

    rotation: Which
    override_id: UUID
    actor: str = "command line"


class RemoveOverride:
    """The rotation goes on as if there had been no such override, in what is said of the past too.

    - It is in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: RemoveOverrideCommand) -> Override:
        """Which it was. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            rotation = lock_rotation(work, command.rotation)
            override = work.on_call.override(command.override_id)
            if override is None or override.rotation_id != rotation.id:
                raise NotFound("this rotation has no override of this id")
            work.on_call.remove_override(override.id)
            detail = {"rotation": str(rotation.id), "developer": str(override.developer_id)}
            work.audit.note(noted("override.remove", override.id, actor=command.actor, at=now, detail=detail))
            work.commit()
        return override
