"""Patterns, and the aliases by which fingerprints find them."""

from collections.abc import Iterable, Mapping, Sequence
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

    def lock_known(self, fingerprint_ids: Iterable[UUID]) -> dict[UUID, ErrorPattern]:
        """The pattern of each fingerprint id that was seen before, locked as by `lock`; the others are left out."""
        ...

    def found(self, founders: Mapping[UUID, ErrorPattern]) -> dict[UUID, ErrorPattern]:
        """The second half of `lock`, for fingerprints that `lock_known` left out."""
        ...

    def lock_by_ids(self, pattern_ids: Iterable[UUID]) -> dict[UUID, ErrorPattern]:
        """These patterns by their ids, those that were merged into another too, locked until the unit of work ends, in
        order of the ids; unknown ones are left out.
        """
        ...

    def get(self, pattern_id: UUID) -> ErrorPattern | None:
        """One pattern by id, unlocked, or None."""
        ...

    def members_of(self, pattern_id: UUID) -> Sequence[UUID]:
        """The patterns that were merged into this one, in order of their ids. Under the pattern's lock none joins or
        leaves.
        """
        ...

    def save(self, patterns: Iterable[ErrorPattern]) -> None:
        """Overwrite locked patterns, all columns that can change."""
        ...

    def point_alias(self, fingerprint_id: UUID, pattern_id: UUID) -> None:
        """From now on the fingerprint belongs to that pattern, which is locked."""
        ...

    def point_aliases(self, from_id: UUID, to_id: UUID) -> None:
        """From now on all fingerprints of a pattern belong to another; both are locked."""
        ...
