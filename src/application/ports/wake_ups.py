"""Telling workers that there may be work."""

from enum import StrEnum
from typing import Protocol


class Work(StrEnum):
    """The kinds of work that wait in the store."""

    TRIAGE = "triage"
    DELIVERY = "delivery"
    JOBS = "jobs"


class WakeUps(Protocol):
    """A hint, not a record: losing one costs the seconds until a worker looks by itself."""

    def wake(self, work: Work) -> None:
        """Say that there may be work of this kind. Returns at once and never raises."""
        ...
