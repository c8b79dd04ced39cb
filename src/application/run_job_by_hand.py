"""Run a job here and now."""

from dataclasses import dataclass

from application.job import Jobs, Progress, nobody_watches
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.request_job import job_named
from application.run_job import RunJob
from domain.audit import AuditEntry
from domain.job_run import JobRun


@dataclass(frozen=True, slots=True)
class RunJobByHandCommand:
    """`actor` is who asks, `worker` the process that does it."""

    name: str
    actor: str
    worker: str


class RunJobByHand:
    """- It runs in this process, beside what its schedule asks for; one that is switched off too.
    - It is on record like any other run; were this process to end in the middle, a worker would take it up.
    """

    def __init__(self, store: Store, ids: Ids, jobs: Jobs) -> None:
        self._store = store
        self._ids = ids
        self._run_job = RunJob(store, jobs)

    def execute(self, command: RunJobByHandCommand, progress: Progress = nobody_watches) -> JobRun:
        """The run once it ended. Raises NotFound, StoreUnavailable."""
        job = job_named(command.name)
        with self._store.writing() as work:
            now = work.now()
            run = JobRun(
                id=self._ids.new(now),
                job=job,
                slot=None,
                worker=command.worker,
                started_at=now,
                seen_at=now,
                tries=1,
            )
            work.job_runs.add(run)
            subject, detail = str(run.id), {"job": job.value}
            work.audit.note(AuditEntry(at=now, actor=command.actor, action="job.run", subject=subject, detail=detail))
            work.commit(announce=False)
        return self._run_job.execute(run, progress)
