"""Patterns, and the aliases by which fingerprints find them."""

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

from domain.error_pattern import ErrorPattern


class PatternRepository(Protocol):
    """Patterns of one unit of work."""

    def lock(self, founders: Mapping[UUID, ErrorPattern]) -> dict[UUID, ErrorPattern]:
        """The pattern that each fingerprint id belongs to, locked until the unit of work ends.

        A fingerprint that was never seen founds the given pattern (stored with zero counts, beside an alias of
        its own). Two units of work that found the same pattern at once get the same one. Locks are taken in
        order of the patterns' ids.
        """
        ...

    def get(self, pattern_id: UUID) -> ErrorPattern | None:
        """One pattern by id, unlocked, or None."""
        ...

    def save(self, patterns: Iterable[ErrorPattern]) -> None:
        """Overwrite locked patterns, all columns that can change."""
        ...

    def point_alias(self, fingerprint_id: UUID, pattern_id: UUID) -> None:
        """From now on the fingerprint belongs to that pattern (a merge)."""
        ...
