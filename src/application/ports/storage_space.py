"""How much room the store takes, and giving back what it does not need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StorageUse:
    """`used_bytes` hold something, `taken_bytes` are the store's, what it will use again included; `free_bytes` are
    left on its disk, None where that is another host's.
    """

    used_bytes: int
    taken_bytes: int
    free_bytes: int | None


class StorageSpace(Protocol):
    """The room of one store."""

    def use(self) -> StorageUse:
        """How it is now; costs milliseconds. Raises StoreUnavailable."""
        ...

    def give_back(self, *, pause: Callable[[float], bool]) -> int:
        """Make what was removed usable again, and give back what the disk can have, in small steps while others write;
        how many bytes the store takes less. Raises StoreUnavailable.

        Args:
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        ...
