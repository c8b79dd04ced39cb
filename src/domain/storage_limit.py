"""How full an installation may get, what is given up on the way, and what people are told of it (R2)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.severity import Severity


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

    @property
    def severity(self) -> Severity:
        """How bad it is to be there."""
        return Severity.CRITICAL if self is StorageStep.FULL else Severity.HIGH

    @property
    def said(self) -> str:
        """What is said of a storage that is there, after "the storage"."""
        return _SAID[self]

    @property
    def ends_below(self) -> float:
        """The share below which it is over, and reaching it again would be news."""
        return _FROM[self] - _CLEARS_BELOW_BY


ALARMING = (StorageStep.WARN, StorageStep.SHED, StorageStep.FULL)
"""Of these people are told, milder ones first."""

_FROM = {StorageStep.WARN: 0.80, StorageStep.SHED: 0.90, StorageStep.FULL: 0.97}
_CLEARS_BELOW_BY = 0.05
"""Where contents are dropped the level swings around a step, which is no news each time."""
_SAID = {
    StorageStep.ROOM: "has room again",
    StorageStep.WARN: "fills up: nothing is given up yet",
    StorageStep.SHED: "is nearly full: stack traces and contexts of older errors are dropped",
    StorageStep.FULL: "is full: no further errors are taken until there is room",
}


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
        return next((step for step in reversed(ALARMING) if self.has_reached(step)), StorageStep.ROOM)

    def has_reached(self, step: StorageStep) -> bool:
        """Whether it is at that alarming step, or beyond."""
        return self.share >= _FROM[step]

    def has_left(self, step: StorageStep) -> bool:
        """Whether it is so far below that alarming step that reaching it again would be news."""
        return self.share < step.ends_below


def storage_level(
    *, used_bytes: int, taken_bytes: int, free_bytes: int | None, limit_bytes: int | None
) -> StorageLevel:
    """The level of a store that uses so much of what it has taken, on a disk with so much left (None: not known)."""
    if limit_bytes is None:
        return StorageLevel(used_bytes, None)
    within = limit_bytes if free_bytes is None else min(limit_bytes, taken_bytes + free_bytes)
    return StorageLevel(used_bytes, max(within, 1))
