"""Look at rotations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.on_call_records import Which, find_rotation, people_of
from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.on_call.rotation import Rotation


@dataclass(frozen=True, slots=True)
class RotationDetail:
    """A rotation, and who the members are, removed ones too."""

    rotation: Rotation
    people: Mapping[UUID, Developer]


class ListRotations:
    """Every rotation by name; there are at most 200.

    - `active` says of each member whether anything is given to this person: who is not active is passed over.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> Sequence[RotationDetail]:
        """All that were not removed. Raises StoreUnavailable."""
        with self._store.reading() as work:
            rotations = work.on_call.rotations()
            people = people_of(work, {member for one in rotations for member in one.members})
        return [RotationDetail(rotation, people) for rotation in rotations]


class ShowRotation:
    """One rotation with its members in the order of their turns.

    - `active` says of each member whether anything is given to this person: who is not active is passed over.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, which: Which) -> RotationDetail:
        """The rotation of this id, or as text also of this name. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.reading() as work:
            rotation = find_rotation(work, which)
            return RotationDetail(rotation, people_of(work, rotation.members))
