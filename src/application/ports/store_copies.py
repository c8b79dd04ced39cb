"""Copies of the whole store in a file."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from application.ports.unit_of_work import UnitOfWork


class CopyUnusable(Exception):
    """The file cannot be written, or is no whole backup that fits; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class StoreCopy:
    """What a file holds: how many rows of all tables, and how the store was when."""

    rows: int
    made_at: datetime


Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


class StoreCopies(Protocol):
    """Makes copies of one store, and fills an empty one from a copy."""

    def write(self, file: Path, on_progress: Progress) -> StoreCopy:
        """The store as it is at one moment, whatever is written meanwhile. Raises CopyUnusable, StoreUnavailable."""
        ...

    def restoring(self, file: Path, *, force: bool, on_progress: Progress) -> AbstractContextManager[UnitOfWork]:
        """The store as it was, inside a transaction: what is done in there goes with it, and leaving it without
        `commit` leaves the store empty. The file is read to its end and checked before anything is changed; the schema
        is brought to this release afterwards.

        Args:
            force: empty a store first that is not.

        Raises:
            CopyUnusable, StoreUnavailable
        """
        ...
