"""How full an installation may get, and what is given up on the way (R2)."""

from dataclasses import dataclass
from enum import StrEnum


class StorageStep(StrEnum):
    """What is done at which share of the limit."""

    ROOM = "room"
    """Nothing."""
    WARN = "warn"
    """Somebody should know."""
    SHED = "shed"
    """Stack traces and contexts go, but for the newest errors of each pattern and a sample."""
    FULL = "full"
    """No further errors are taken; everything else goes on."""


_FROM = ((0.97, StorageStep.FULL), (0.90, StorageStep.SHED), (0.80, StorageStep.WARN))


@dataclass(frozen=True, slots=True)
class StorageLevel:
    """How full it is. `limit_bytes` is what may be used, less than was set where the disk is smaller; None is no
    limit.
    """

    used_bytes: int
    limit_bytes: int | None

    @property
    def share(self) -> float:
        """Of the limit, 0 where there is none."""
        return self.used_bytes / self.limit_bytes if self.limit_bytes else 0.0

    @property
    def step(self) -> StorageStep:
        """What is to be done."""
        return next((step for share, step in _FROM if self.share >= share), StorageStep.ROOM)


def storage_level(
    *, used_bytes: int, taken_bytes: int, free_bytes: int | None, limit_bytes: int | None
) -> StorageLevel:
    """The level of a store that uses so much of what it has taken, on a disk with so much left (None: not known)."""
    if limit_bytes is None:
        return StorageLevel(used_bytes, None)
    within = limit_bytes if free_bytes is None else min(limit_bytes, taken_bytes + free_bytes)
    return StorageLevel(used_bytes, max(within, 1))
