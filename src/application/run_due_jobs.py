"""Run the jobs that are due, each slot once among any number of workers."""

import logging
from datetime import datetime

from application.job import Jobs
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.run_job import RunJob
from domain.job_run import SILENT_FOR, TRIES, JobName, JobRun
from domain.schedule import Slot, due_at_of, due_slot, too_late

_log = logging.getLogger(__name__)

_BEFORE_RESTORE = "it was due before the store was restored"
_TOO_LATE = "its worker ended, and its slot was too long ago to make up for it"


class RunDueJobs:
    """- A slot is claimed once; one that was missed while nobody was there is run on return, within 6 h, and of several
      only the last.
    - What was asked for by hand is run as soon as a worker is free.
    - What was due before the store was made was not missed by anybody. What was due, or begun, before it was restored
      was done before that, or is too late.
    - A run whose worker said nothing for 2 min is taken up again; after three workers it has failed. So has one whose
      slot is more than 6 h ago, unless it was at work until 10 min ago.
    """

    def __init__(self, store: Store, ids: Ids, jobs: Jobs, *, worker: str) -> None:
        self._store = store
        self._ids = ids
        self._jobs = jobs
        self._run_job = RunJob(store, jobs)
        self._worker = worker
        self._claimed: dict[JobName, str] = {}
        self._due_in_s: float | None = None
        self._since: datetime | None = None

    def execute(self) -> bool:
        """Run one job, if one is due; whether there was one. Raises StoreUnavailable."""
        with self._store.reading() as work:
            now = work.now()
            begun_at = work.restored_records.begun_at()
            left_behind = work.job_runs.some_to_take_up(silent_since=now - SILENT_FOR)
        # One that is to come says only that a clock was put back, which must not stop the jobs.
        self._since = None if begun_at is None or begun_at > now else begun_at
        self._look_ahead(now)
        if left_behind and self._take_up():
            return True
        run = self._slot() if self._due(now) else None
        if run is None:
            return False
        self._run_job.execute(run)
        return True

    def due_in_s(self) -> float | None:
        """Seconds until the next slot, from the last look; None where no job has a schedule."""
        return self._due_in_s

    def _take_up(self) -> bool:
        """Whether there was one that was left behind, which is run or given up."""
        with self._store.writing() as work:
            now = work.now()
            found = work.job_runs.lock_to_take_up(silent_since=now - SILENT_FOR)
            if found is None:
                return False
            taken, hopeless = found.taken_up(self._worker, now), self._hopeless(found, now)
            if hopeless is None:
                work.job_runs.save_taken_up(taken)
            else:
                work.job_runs.end(found.failed(hopeless, now))
            work.commit(announce=False)
        if hopeless is not None:
            _log.warning("the job %s is given up: %s", found.job.value, hopeless)
            return True
        if found.tries:
            _log.warning("the job %s is taken up again: %s was not heard of", found.job.value, found.worker)
        self._run_job.execute(taken)
        return True

    def _hopeless(self, run: JobRun, now: datetime) -> str | None:
        """Why nobody should take it up any more, if so."""
        if run.tries >= TRIES:
            return f"its worker ended, or was not heard of, {TRIES} times"
        named = None if run.slot is None else due_at_of(run.slot, self._jobs[run.job].schedule)
        due_at = named or run.started_at
        if self._since is not None and due_at <= self._since:
            return _BEFORE_RESTORE
        late = run.slot is not None and too_late(due_at, last_at_work=run.seen_at, now=now)
        return _TOO_LATE if late else None

    def _slot(self) -> JobRun | None:
        """The first slot that nobody has claimed. What was found claimed is not asked for again."""
        with self._store.writing() as work:
            now = work.now()
            for name, slot in self._due(now):
                run = self._begun(name, slot, now)
                ours = work.job_runs.claim_slot(run)
                if ours:
                    work.commit(announce=False)
                # Only now: a slot whose claim the store refused is still there to be claimed.
                self._claimed[name] = slot.name
                if ours:
                    return run
        return None

    def _due(self, now: datetime) -> list[tuple[JobName, Slot]]:
        slots = [
            (name, slot)
            for name, job in self._jobs.items()
            if job.schedule is not None and (slot := due_slot(job.schedule, now)) is not None
        ]
        since = self._since
        new = [
            (name, slot)
            for name, slot in slots
            if self._claimed.get(name) != slot.name and (since is None or slot.due_at > since)
        ]
        return sorted(new, key=lambda due: due[1].due_at)

    def _look_ahead(self, now: datetime) -> None:
        schedules = [job.schedule for job in self._jobs.values() if job.schedule is not None]
        ahead = [(schedule.following(now).due_at - now).total_seconds() for schedule in schedules]
        self._due_in_s = min(ahead, default=None)

    def _begun(self, name: JobName, slot: Slot, now: datetime) -> JobRun:
        return JobRun(
            id=self._ids.new(now),
            job=name,
            slot=slot.name,
            worker=self._worker,
            started_at=now,
            seen_at=now,
            tries=1,
        )
