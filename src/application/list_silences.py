"""What nobody is told of at present."""

from collections.abc import Sequence
from datetime import timedelta

from application.ports.unit_of_work import Store
from domain.silence import Silence

_SHOWN_AFTER = timedelta(days=1)


class ListSilences:
    """All silences that hold, that are to come, or that ended in the last 24 hours, the first to end first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> Sequence[Silence]:
        """All of them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            return work.silences.all(ended_since=work.now() - _SHOWN_AFTER)
