"""Who is asked after whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.escalation_chain import ChainOf


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainList:
    """The chains, and everybody whom they name and who is there still, by id."""

    chains: Sequence[ChainOf]
    developers: Mapping[UUID, Developer]


class ListChains:
    """All escalation chains: developers', then services' by name.

    - Who was removed is named by the id alone.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> ChainList:
        """All of them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            developers = {developer.id: developer for developer in work.developers.all()}
            return ChainList(chains=work.chains.all(), developers=developers)
