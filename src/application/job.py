"""What a scheduled job is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from domain.job_run import JobName
from domain.schedule import Schedule


class JobStopped(Exception):
    """The worker was told to stop in the middle of a job."""


Progress: TypeAlias = Callable[[int, int | None], None]
"""Told how much is done, and of how much where that is known."""
JobWork: TypeAlias = Callable[[Progress, datetime | None], Mapping[str, int]]
"""Told when it was due, however much later it is done; None where somebody asked for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """`work` may run twice for a slot, even at the same time, where a worker was thought dead: the second time changes
    nothing. It answers with what it did, in numbers, or raises JobStopped where its worker is to stop before it is
    done. `schedule` is None where staff switched it off.
    """

    name: JobName
    schedule: Schedule | None
    work: JobWork


Jobs: TypeAlias = Mapping[JobName, Job]


def nobody_watches(_: int, __: int | None) -> None:
    """Progress that nobody looks at."""
