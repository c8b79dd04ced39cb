"""End a rotation."""

from dataclasses import dataclass, replace

from application.on_call_records import Which, lock_rotation, noted
from application.ports.unit_of_work import Store
from domain.on_call.rotation import Rotation, rotation_version
from domain.versions import require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRotationCommand:
    """`which` is an id, or as text also a name. `expected_version` is the version that the asker saw, None where any
    will do.
    """

    which: Which
    actor: str = "command line"
    expected_version: str | None = None


class RemoveRotation:
    """From now on nobody is on call by this rotation.

    - Who was on call by it until now can still be asked; it is in no list any more, and there is no way back.
    - It is in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: RemoveRotationCommand) -> Rotation:
        """Which it was. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            rotation = lock_rotation(work, command.which)
            require_version(command.expected_version, rotation_version(rotation))
            work.on_call.save_rotation(replace(rotation, removed_at=now))
            work.audit.note(noted("rotation.remove", rotation.id, actor=command.actor, at=now, detail={}))
            work.commit()
        return rotation
