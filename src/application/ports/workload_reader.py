"""How much lies with whom, as it is counted."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from domain.workload import GivenByHand, Workload


class WorkloadReader(Protocol):
    """Reads of open work; what it costs depends on the open episodes and on what was given by hand, never on how many
    errors are stored.
    """

    def by_owner(self) -> Mapping[UUID | None, Workload]:
        """The open episodes and their open errors by the episodes' owners, None for those that nobody owns."""
        ...

    def given_by_hand(self) -> Sequence[GivenByHand]:
        """The open errors that lie with somebody else than their episode's owner."""
        ...
