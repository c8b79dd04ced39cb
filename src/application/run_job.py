"""Do the work of one run of a job, and keep how it went."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from application.job import Jobs, JobStopped, Progress, nobody_watches
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store
from domain.display_text import safe_line
from domain.errors import DomainError
from domain.job_run import TRIES, JobRun
from domain.schedule import due_at_of

_log = logging.getLogger(__name__)

_SAY_SEEN_EVERY_S = 15.0
_LONGEST_FAILURE = 300


class RunJob:
    """- While it works, it says so every 15 s.
    - A job that raises has failed; its reason is in our own words, or only the name of what was raised, since texts of
      libraries may hold secrets.
    - Where its worker is told to stop, the next worker takes it up at once, and no try is counted.
    - Where the store goes away in the middle, the run stays open and is taken up again, three times at the most.
    - What another worker has taken up meanwhile is that one's to record.
    """

    def __init__(self, store: Store, jobs: Jobs) -> None:
        self._store = store
        self._jobs = jobs

    def execute(self, run: JobRun, progress: Progress = nobody_watches) -> JobRun:
        """The run once it ended, or as it was handed on. Raises StoreUnavailable: it is to be taken up again."""
        failure, counts = None, {}
        try:
            job = self._jobs[run.job]
            due_at = None if run.slot is None else due_at_of(run.slot, job.schedule)
            with self._saying_seen(run):
                counts = dict(job.work(progress, due_at))
        except JobStopped:
            return self._hand_on(run)
        except StoreUnavailable as away:
            if run.slot is not None and run.tries < TRIES:
                raise
            failure = _said(away)
        except Exception as fault:  # noqa: BLE001
            # Whatever it is: the other jobs go on.
            _log.exception("the job %s failed", run.job.value)
            failure = _said(fault)
        with self._store.writing() as work:
            now = work.now()
            ended = run.done(counts, now) if failure is None else run.failed(failure, now)
            if work.job_runs.end(ended):
                work.commit(announce=False)
            else:
                _log.warning("another worker took up the job %s, which ended here too", run.job.value)
        return ended

    def _hand_on(self, run: JobRun) -> JobRun:
        with self._store.writing() as work:
            work.job_runs.hand_on(run)
            work.commit(announce=False)
        return run.handed_on()

    @contextmanager
    def _saying_seen(self, run: JobRun) -> Iterator[None]:
        over = threading.Event()
        thread = threading.Thread(target=self._say_seen, args=(run, over), name=f"at-work-{run.job}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _say_seen(self, run: JobRun, over: threading.Event) -> None:
        while not over.wait(_SAY_SEEN_EVERY_S):
            try:
                with self._store.writing() as work:
                    if not work.job_runs.say_seen(run, work.now()):
                        return
                    work.commit(announce=False)
            except StoreUnavailable:
                continue


def _said(fault: Exception) -> str:
    if isinstance(fault, DomainError | StoreUnavailable):
        return safe_line(f"{type(fault).__name__}: {fault}", _LONGEST_FAILURE)
    return type(fault).__name__
