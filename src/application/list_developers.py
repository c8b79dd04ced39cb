"""Show who can own episodes."""

from collections.abc import Sequence

from application.ports.unit_of_work import Store
from domain.developer import Developer


class ListDevelopers:
    """Every developer by name, inactive ones too, but not who was removed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> Sequence[Developer]:
        """Read them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            return work.developers.all()
