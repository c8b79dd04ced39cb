"""Files of errors: archives, and what was exported."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern


class FileUnusable(Exception):
    """The file cannot be read or written; the message says why."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line: an error with its pattern, where that was known, or why it is none. `read_bytes` is how far the file
    has been read.
    """

    error: ErrorLog | None
    pattern: ErrorPattern | None
    read_bytes: int
    fault: str = ""


class ErrorFileWriter(Protocol):
    """A file that is being written."""

    def write(self, errors: Sequence[ErrorLog], patterns: Mapping[UUID, ErrorPattern]) -> None:
        """Add errors, each with its pattern. Raises FileUnusable."""
        ...


class ErrorFiles(Protocol):
    """Reads and writes such files, a little at a time."""

    def size_bytes(self, path: Path) -> int:
        """How long it is. Raises FileUnusable."""
        ...

    def read(self, path: Path) -> Iterator[ReadLine]:
        """Its lines, compressed or not; the torn end that a killed process left is a line with a fault, the last one.
        Raises FileUnusable.
        """
        ...

    def writing(self, path: Path) -> AbstractContextManager[ErrorFileWriter]:
        """A new file, compressed where its name ends with .gz; it is there, whole, once this is left without a fault.
        Raises FileUnusable.
        """
        ...
