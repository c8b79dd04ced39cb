"""Ask for a job to be run now, by some worker."""

from dataclasses import dataclass

from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.audit import AuditEntry
from domain.errors import NotFound
from domain.job_run import JobName, JobRun


@dataclass(frozen=True, slots=True)
class RequestJobCommand:
    """`actor` is the name of the token or person that asks."""

    name: str
    actor: str


class RequestJob:
    """- A worker runs it as soon as one is free, beside what its schedule asks for; one that is switched off too.
    - Asked for again while it still waits for a worker, it is run once.
    """

    def __init__(self, store: Store, ids: Ids, wake_ups: WakeUps) -> None:
        self._store = store
        self._ids = ids
        self._wake_ups = wake_ups

    def execute(self, command: RequestJobCommand) -> JobRun:
        """The run that waits. Raises NotFound, StoreUnavailable."""
        job = job_named(command.name)
        with self._store.writing() as work:
            waiting = work.job_runs.waiting(job)
            if waiting is not None:
                return waiting
            now = work.now()
            run = JobRun(id=self._ids.new(now), job=job, slot=None, worker="", started_at=now, seen_at=now, tries=0)
            work.job_runs.add(run)
            subject, detail = str(run.id), {"job": job.value}
            work.audit.note(AuditEntry(at=now, actor=command.actor, action="job.run", subject=subject, detail=detail))
            work.commit(announce=False)
        self._wake_ups.wake(Work.JOBS)
        return run


def job_named(name: str) -> JobName:
    """The job of that name. Raises NotFound."""
    try:
        return JobName(name)
    except ValueError:
        raise NotFound(f"no job has this name; there are {', '.join(JobName)}") from None
