"""Look at the overrides of a rotation."""

from collections.abc import Sequence

from application.add_override import OverrideDetail
from application.on_call_records import Which, find_rotation, people_of
from application.ports.unit_of_work import Store


class ListOverrides:
    """Overrides of a rotation that have not ended, the earliest first; there are at most 500."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, rotation: Which) -> Sequence[OverrideDetail]:
        """Those of the rotation of this id, or as text also of this name. Raises NotFound, Conflict,
        StoreUnavailable.
        """
        with self._store.reading() as work:
            found = work.on_call.overrides_of(find_rotation(work, rotation).id, after=work.now())
            people = people_of(work, {one.developer_id for one in found})
        return [OverrideDetail(one, people.get(one.developer_id)) for one in found]
