"""Runs of jobs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.job_run import JobName, JobRun


class JobRunRepository(Protocol):
    """Runs of jobs of one unit of work."""

    def claim_slot(self, run: JobRun) -> bool:
        """Store a run of a slot, unless that slot has one; whether it was stored. Of several at once one is."""
        ...

    def add(self, run: JobRun) -> None:
        """Store a run that is for no slot."""
        ...

    def waiting(self, job: JobName) -> JobRun | None:
        """The run that was asked for first and that nobody has taken up, or None."""
        ...

    def some_to_take_up(self, *, silent_since: datetime) -> bool:
        """Whether `lock_to_take_up` may find one; reads only."""
        ...

    def lock_to_take_up(self, *, silent_since: datetime) -> JobRun | None:
        """A run that was asked for, or whose worker has said nothing since that moment, locked; those that another
        worker holds are passed over. None where there is none.
        """
        ...

    def save_taken_up(self, run: JobRun) -> None:
        """Overwrite a locked run with the one that is taken up."""
        ...

    def hand_on(self, run: JobRun) -> None:
        """Leave it to another worker, and count the try no more; nothing where another has taken it up since, or it has
        ended.
        """
        ...

    def say_seen(self, run: JobRun, now: datetime) -> bool:
        """Keep that its worker is at work. False where another has taken it up since, or it has ended."""
        ...

    def end(self, run: JobRun) -> bool:
        """Keep how it ended. False, and nothing is kept, where another has taken it up since, or it has ended."""
        ...

    def get(self, run_id: UUID) -> JobRun | None:
        """One run, or None."""
        ...

    def latest(self, jobs: Iterable[JobName]) -> Mapping[JobName, JobRun]:
        """The run of each that started last, if any did."""
        ...

    def of(self, job: JobName, *, limit: int) -> Sequence[JobRun]:
        """The latest runs of one job, newest first."""
        ...
