"""The record of escalations."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.escalation import Escalation


class EscalationRepository(Protocol):
    """Escalations of one unit of work; they are only ever added."""

    def add(self, escalation: Escalation) -> None:
        """Record one."""
        ...

    def of(self, episode_id: UUID) -> Sequence[Escalation]:
        """All of an episode, oldest first."""
        ...
