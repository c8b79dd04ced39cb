"""Show who can own episodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.developer import Developer


@dataclass(frozen=True, slots=True)
class ListedDevelopers:
    """All of them, and who of them is on call at this moment, by hand or by a rotation."""

    developers: Sequence[Developer]
    on_call: frozenset[UUID]


class ListDevelopers:
    """Every developer by name, inactive ones too, but not who was removed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> ListedDevelopers:
        """Read them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            return ListedDevelopers(work.developers.all(), work.on_call.at(work.now(), None).people)
