"""Somebody outside who notices when we are silent."""

from typing import Protocol


class Heartbeat(Protocol):
    """Takes signs of life."""

    def beat(self) -> str:
        """Give one; empty, or why it did not arrive, without a secret."""
        ...
