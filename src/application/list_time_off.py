"""Look at when a developer is away."""

from collections.abc import Sequence

from application.named_developer import find_developer
from application.on_call_records import Which
from application.ports.unit_of_work import Store
from domain.on_call.duty import TimeOff


class ListTimeOff:
    """Time off of a developer that has not ended, the earliest first; there are at most 200 spans."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, developer: Which) -> Sequence[TimeOff]:
        """That of the developer of this id, or as text also of this address or name. Raises NotFound, Conflict,
        StoreUnavailable.
        """
        with self._store.reading() as work:
            return work.on_call.time_off_of(find_developer(work, developer).id, after=work.now())
