"""Where errors go that retention removes."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern


class ArchiveFailed(Exception):
    """Nothing can be archived, so nothing may be removed; the message says why."""


class ErrorArchive(Protocol):
    """Takes errors before they are removed."""

    @property
    def keeps(self) -> bool:
        """Whether it keeps what it is given."""
        ...

    def write(self, errors: Sequence[ErrorLog], patterns: Mapping[UUID, ErrorPattern]) -> None:
        """Keep these errors, each with its pattern of those by id; they are on disk when this returns. What was kept
        before, but not removed, may come again. Raises ArchiveFailed.
        """
        ...


class NoArchive:
    """What is removed is gone."""

    keeps = False

    def write(self, errors: Sequence[ErrorLog], patterns: Mapping[UUID, ErrorPattern]) -> None:
        """See the port."""
