"""Who is asked after whom, as staff set it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.escalation_chain import ChainOf


class ChainRepository(Protocol):
    """Escalation chains of one unit of work; at most one a service, and one a developer."""

    def all(self) -> Sequence[ChainOf]:
        """Every one: developers' by their ids, then services' by name."""
        ...

    def of_service(self, service: str) -> ChainOf | None:
        """The chain of that very name ("*" is one), or None."""
        ...

    def of_developer(self, developer_id: UUID) -> ChainOf | None:
        """The chain of that developer's episodes, or None."""
        ...

    def put(self, chain: ChainOf) -> None:
        """Set it, in the place of the one for the same service or developer."""
        ...

    def remove(self, chain_id: UUID) -> None:
        """Take it away; nothing where there is none."""
        ...
