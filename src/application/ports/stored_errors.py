"""All stored errors, one part after the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern


@dataclass(frozen=True, slots=True)
class Stretch:
    """Errors received from `since` on and before `until`, of one service; None is no limit."""

    since: datetime | None = None
    until: datetime | None = None
    service: str | None = None


class StoredErrors(Protocol):
    """Errors in one unit of work, deleted ones too, in the order in which they were received."""

    def count(self, wanted: Stretch) -> int:
        """How many there are."""
        ...

    def after(self, last: UUID | None, wanted: Stretch, *, limit: int) -> Sequence[ErrorLog]:
        """The next `limit` after the error of that id, from the first on for None."""
        ...

    def patterns(self, pattern_ids: Iterable[UUID]) -> Mapping[UUID, ErrorPattern]:
        """These patterns by their ids, unlocked, as far as they are known."""
        ...

    def with_contents(self, last: UUID | None, *, limit: int) -> Sequence[UUID]:
        """The ids of the next `limit` that have a stack trace or a context, oldest first."""
        ...

    def lock_with_contents(self, ids: Sequence[UUID]) -> Sequence[ErrorLog]:
        """Those of these that still have a stack trace or a context, locked, oldest first; what others hold is passed
        over.
        """
        ...

    def newest(self, pattern_ids: Iterable[UUID], *, count: int) -> set[UUID]:
        """The ids of the newest `count` errors of each pattern, without deleted ones."""
        ...

    def save_contents(self, errors: Sequence[ErrorLog]) -> None:
        """Overwrite stack trace, context and marks of locked errors."""
        ...
