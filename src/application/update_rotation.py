"""Change a rotation."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from application.on_call_records import Which, lock_rotation, members_meant, noted
from application.ports.unit_of_work import Store, UnitOfWork
from domain.on_call.rotation import Rotation, Weekday, check_rotation, rotation_version
from domain.versions import require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRotationCommand:
    """`which` is an id, or as text also a name; what is None stays. `expected_version` is the version that the asker
    saw, None where any will do.
    """

    which: Which
    name: str | None = None
    services: frozenset[str] | None = None
    members: tuple[Which, ...] | None = None
    time_zone: str | None = None
    hand_over_weekday: Weekday | None = None
    hand_over_time: time | None = None
    weeks: int | None = None
    starts_on: date | None = None
    actor: str = "command line"
    expected_version: str | None = None


class UpdateRotation:
    """Overwrite what is named.

    - It holds from the first turn on: what is said of the past follows it too. What was decided by it stays as it was,
      and so do overrides.
    - Turns are counted from `starts_on`: with other members or weeks it may be somebody else's turn at once.
    - It is in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: UpdateRotationCommand) -> Rotation:
        """The rotation as it is now. Raises NotFound, Conflict, RuleViolation, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            before = lock_rotation(work, command.which)
            require_version(command.expected_version, rotation_version(before))
            wanted = _wanted(work, command)
            rotation = replace(before, **wanted)
            check_rotation(rotation)
            work.on_call.save_rotation(rotation)
            changed = [field for field in wanted if getattr(before, field) != getattr(rotation, field)]
            detail = {"changed": ", ".join(changed)}
            work.audit.note(noted("rotation.update", rotation.id, actor=command.actor, at=now, detail=detail))
            work.commit()
        return rotation


def _wanted(work: UnitOfWork, command: UpdateRotationCommand) -> dict[str, Any]:
    services = command.services
    named: dict[str, Any] = {
        "name": None if command.name is None else command.name.strip(),
        "services": None if services is None else frozenset(service.strip() for service in services),
        "members": None if command.members is None else members_meant(work, command.members),
        "time_zone": command.time_zone,
        "hand_over_weekday": command.hand_over_weekday,
        "hand_over_time": command.hand_over_time,
        "weeks": command.weeks,
        "starts_on": command.starts_on,
    }
    return {field: value for field, value in named.items() if value is not None}
