"""What the scheduled jobs do."""

import time
from collections.abc import Callable, Mapping

from application.analyze_patterns import AnalyzePatterns
from application.check_thresholds import CheckThresholds
from application.clean_old_error_logs import CleanOldErrorLogs
from application.escalate_overdue_episodes import EscalateOverdueEpisodes
from application.generate_daily_summary import GenerateDailySummary
from application.given_errors import Giving
from application.job import Job, Jobs, JobWork, Progress
from application.ports.error_archive import ErrorArchive
from application.ports.ids import Ids
from application.ports.storage_space import StorageSpace
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps
from application.remove_expired_errors import RemoveExpiredErrors
from application.remove_expired_records import RemoveExpiredRecords
from application.repair_notifications import RepairNotifications
from bootstrap.settings import Settings
from domain.job_run import JobName

_Work = Callable[[Progress], Mapping[str, int]]


def make_thresholds(settings: Settings, store: Store, ids: Ids, wake_ups: WakeUps) -> CheckThresholds:
    """The check that the worker makes every minute, too."""
    return CheckThresholds(store, ids, settings.thresholds.thresholds, settings.storage.retention, wake_ups)


def make_jobs(  # noqa: PLR0917
    settings: Settings,
    store: Store,
    ids: Ids,
    wake_ups: WakeUps,
    archive: ErrorArchive,
    space: StorageSpace,
    pause: Callable[[float], bool],
) -> Jobs:
    """All of them, with their schedules.

    Args:
        pause: waits so many seconds; True, at once, when this process is told to stop.
    """
    giving, retention = Giving(ids=ids, policy=settings.alerting), settings.storage.retention
    works: Mapping[JobName, JobWork] = {
        JobName.RETRY_FAILED_NOTIFICATIONS: _whenever(RepairNotifications(store, wake_ups).execute),
        JobName.ANALYZE_ERROR_PATTERNS: _whenever(AnalyzePatterns(store, wake_ups).execute),
        JobName.ESCALATE_UNRESOLVED_ERRORS: _whenever(_escalation(EscalateOverdueEpisodes(store, giving, wake_ups))),
        JobName.CLEAN_OLD_ERROR_LOGS: _whenever(
            CleanOldErrorLogs(
                RemoveExpiredErrors(store, archive, retention, pause=pause),
                RemoveExpiredRecords(store, retention, pause=pause),
                space,
                pause=pause,
            ).execute
        ),
        JobName.GENERATE_DAILY_SUMMARY: GenerateDailySummary(
            store, settings.alerting, settings.jobs.zone, wake_ups
        ).execute,
        JobName.CHECK_ERROR_THRESHOLDS: _whenever(_checking(make_thresholds(settings, store, ids, wake_ups))),
    }
    return {name: Job(name, settings.jobs.schedules[name], work) for name, work in works.items()}


def wait(seconds: float) -> bool:
    """The pause of a command, which nobody tells to stop."""
    time.sleep(seconds)
    return False


def _whenever(work: _Work) -> JobWork:
    """It does the same whenever it was due."""
    return lambda progress, _: work(progress)


def _escalation(escalate: EscalateOverdueEpisodes) -> _Work:
    def work(progress: Progress) -> Mapping[str, int]:
        done = 0
        while found := escalate.execute():
            done += found
            progress(done, None)
        return {"episodes": done}

    return work


def _checking(check: CheckThresholds) -> _Work:
    def work(_: Progress) -> Mapping[str, int]:
        checked = check.execute()
        return {"services": checked.services, "crossed": checked.crossed, "cleared": checked.cleared}

    return work
