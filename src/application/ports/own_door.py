"""The system's own door, as senders come to it."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID


class DoorClosed(Exception):
    """The report was not taken; the message says why, for people. `maybe_stored` says that it may have been, since no
    answer about it came.
    """

    def __init__(self, words: str, *, maybe_stored: bool = False) -> None:
        super().__init__(words)
        self.maybe_stored = maybe_stored


class OwnDoor(Protocol):
    """Takes reports over the network."""

    def report(self, error: Mapping[str, str], secret: str) -> UUID:
        """Report an error with a token's secret; its id. Raises DoorClosed."""
        ...
