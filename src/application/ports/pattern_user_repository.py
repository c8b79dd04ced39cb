"""Which people a pattern has met, by keyed hash."""

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID


class PatternUserRepository(Protocol):
    """Users affected, of one unit of work."""

    def add(self, users: Iterable[tuple[UUID, bytes]]) -> Mapping[UUID, int]:
        """Record (pattern id, user digest) pairs, in their order; how many were new, per pattern that had new ones. New
        is who neither the pattern met nor one that was merged into it.
        """
        ...

    def count(self, pattern_ids: Iterable[UUID]) -> int:
        """How many people these patterns met, each counted once. Reads all of them."""
        ...
