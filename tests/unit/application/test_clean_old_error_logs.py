"""Retention goes on where it was stopped."""

from collections.abc import Callable, Mapping
from datetime import time
from zoneinfo import ZoneInfo

from adapters.outbound.sql.storage_space import UnknownSpace
from adapters.outbound.system.ids import SystemIds
from application.clean_old_error_logs import CleanOldErrorLogs
from application.commit_batch import CommitBatch
from application.job import Job
from application.ports.error_archive import NoArchive
from application.remove_expired_errors import RemoveExpiredErrors
from application.remove_expired_records import RemoveExpiredRecords
from application.run_due_jobs import RunDueJobs
from domain.job_run import JobName
from domain.retention import RetentionPolicy
from domain.schedule import Daily
from tests.support.errors import a_prepared_error
from tests.support.overdue import Overdue, an_overdue_site

_AT_NINE = Daily(time(9), ZoneInfo("UTC"))
_NAME = JobName.CLEAN_OLD_ERROR_LOGS
_ERRORS = 300


def test_what_a_stopped_worker_left_the_next_one_removes() -> None:
    with an_overdue_site() as site:
        errors = [a_prepared_error(at=site.clock.now(), trusted=True) for _ in range(_ERRORS)]
        CommitBatch(site.store, SystemIds(), RetentionPolicy()).execute(errors)
        site.pass_time(days=91)

        assert worker(site, lambda _: True).execute()
        assert 0 < left(site) < _ERRORS
        assert worker(site, lambda _: False).execute()

        assert left(site) == 0
        assert counts(site)["errors"] > 0
        assert not worker(site, lambda _: False).execute()


def worker(site: Overdue, pause: Callable[[float], bool]) -> RunDueJobs:
    """One that looks at its jobs; `pause` says whether it is to stop."""
    work = CleanOldErrorLogs(
        RemoveExpiredErrors(site.store, NoArchive(), RetentionPolicy(), limit_errors=100, pause=pause),
        RemoveExpiredRecords(site.store, RetentionPolicy(), pause=pause),
        UnknownSpace(),
        pause=pause,
    )
    return RunDueJobs(
        site.store, SystemIds(), {_NAME: Job(_NAME, _AT_NINE, lambda progress, _: work.execute(progress))}, worker="one"
    )


def left(site: Overdue) -> int:
    with site.store.reading() as work:
        return work.expired_records.count_errors(now=work.now())


def counts(site: Overdue) -> Mapping[str, int]:
    with site.store.reading() as work:
        return work.job_runs.of(_NAME, limit=1)[0].counts
