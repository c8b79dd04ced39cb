"""Show the jobs with their schedules, their last runs and when they are due next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from application.ports.unit_of_work import Store
from domain.job_run import JobName, JobRun
from domain.schedule import Schedule

Schedules = Mapping[JobName, Schedule | None]


@dataclass(frozen=True, slots=True)
class ListedJob:
    """`schedule` and `next_at` are None where it is switched off, `last_run` where it never ran."""

    name: JobName
    schedule: str | None
    next_at: datetime | None
    last_run: JobRun | None


class ListJobs:
    """- All jobs, those that are switched off too.
    - The last run is the one that started last, whether by its schedule or by hand.
    """

    def __init__(self, store: Store, schedules: Schedules) -> None:
        self._store = store
        self._schedules = schedules

    def execute(self) -> Sequence[ListedJob]:
        """All of them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            now, runs = work.now(), work.job_runs.latest(JobName)
        return [self._listed(name, runs.get(name), now) for name in JobName]

    def _listed(self, name: JobName, run: JobRun | None, now: datetime) -> ListedJob:
        schedule = self._schedules.get(name)
        if schedule is None:
            return ListedJob(name, None, None, run)
        return ListedJob(name, str(schedule), schedule.following(now).due_at, run)
