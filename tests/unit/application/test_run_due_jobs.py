"""Jobs run once a slot, and again when their worker was not heard of."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, update

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.sql.tables import INSTALLATION
from adapters.outbound.system.ids import SystemIds
from application.job import Job, Jobs, JobStopped, Progress
from application.list_jobs import ListJobs
from application.ports.store_errors import DataRefused, StoreUnavailable
from application.ports.wake_ups import Work
from application.request_job import RequestJob, RequestJobCommand
from application.run_due_jobs import RunDueJobs
from application.run_job_by_hand import RunJobByHand, RunJobByHandCommand
from domain.errors import NotFound, RuleViolation
from domain.job_run import SILENT_FOR, TRIES, JobName, JobOutcome, JobRun
from domain.schedule import CATCH_UP, Daily, Every, Schedule
from tests.support.schema import lay_out

EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAILY = Daily(time(8, 0), ZoneInfo("UTC"))
SUMMARY, CLEAN = JobName.GENERATE_DAILY_SUMMARY, JobName.CLEAN_OLD_ERROR_LOGS


@pytest.fixture
def clock() -> MemoryClock:
    """The store's."""
    return MemoryClock(EIGHT)


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Of one connection, in memory."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, clock: MemoryClock) -> SqlStore:
    """Empty, and on that clock."""
    return SqlStore(engine, clock=clock)


class Doing:
    """The work of a job, which remembers when it was due, and fails when told to."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.due: list[datetime | None] = []
        self.fault = fault

    @property
    def times(self) -> int:
        """How often it was done."""
        return len(self.due)

    def __call__(self, progress: Progress, due_at: datetime | None) -> Mapping[str, int]:
        """Do it."""
        self.due.append(due_at)
        if self.fault is not None:
            raise self.fault
        progress(1, 2)
        return {"things": 7}


def jobs(doing: Doing, schedule: Schedule | None = DAILY, name: JobName = SUMMARY) -> Jobs:
    return {name: Job(name, schedule, doing)}


def runner(store: SqlStore, of: Jobs, worker: str = "one") -> RunDueJobs:
    return RunDueJobs(store, SystemIds(), of, worker=worker)


def last_run(store: SqlStore, job: JobName = SUMMARY) -> JobRun:
    with store.reading() as work:
        return work.job_runs.of(job, limit=1)[0]


def test_a_slot_is_run_once_by_whoever_is_first(store: SqlStore, clock: MemoryClock) -> None:
    doing = Doing()
    one, two = (runner(store, jobs(doing), worker) for worker in ("one", "two"))

    assert [each.execute() for each in (one, two, one)] == [True, False, False]
    clock.move(timedelta(days=1))
    assert [each.execute() for each in (two, one)] == [True, False]
    assert doing.times == 2


def test_a_run_is_recorded_with_what_was_done(store: SqlStore) -> None:
    runner(store, jobs(Doing())).execute()

    run = last_run(store)
    assert (run.slot, run.worker, run.outcome, run.counts) == ("2026-11-24", "one", JobOutcome.DONE, {"things": 7})
    assert (run.started_at, run.ended_at, run.tries) == (EIGHT, EIGHT, 1)


@pytest.mark.parametrize(("late", "runs"), [(CATCH_UP, True), (CATCH_UP + timedelta(seconds=1), False)])
def test_a_slot_that_was_missed_is_run_within_six_hours(
    store: SqlStore, clock: MemoryClock, late: timedelta, runs: bool
) -> None:
    clock.move(late)

    assert runner(store, jobs(Doing())).execute() is runs


def test_what_was_due_before_the_store_was_restored_is_not_done_again(store: SqlStore, clock: MemoryClock) -> None:
    with store.writing() as work:
        work.restored_records.note_restored(EIGHT + timedelta(minutes=30))
        work.commit()
    clock.move(timedelta(hours=1))
    running = runner(store, jobs(doing := Doing()))

    assert not running.execute()
    clock.move(timedelta(days=1))
    assert running.execute()
    assert doing.times == 1


def test_what_was_due_before_the_installation_was_made_was_not_missed(
    engine: Engine, store: SqlStore, clock: MemoryClock
) -> None:
    with engine.begin() as work:
        work.execute(update(INSTALLATION).values(made_at=EIGHT + timedelta(hours=3)))
    clock.move(timedelta(hours=3, minutes=1))
    running = runner(store, jobs(doing := Doing()))

    assert not running.execute()
    clock.move(timedelta(days=1))
    assert running.execute()
    assert doing.times == 1


def test_what_was_at_work_when_a_backup_was_made_is_given_up_once_it_is_restored(
    store: SqlStore, clock: MemoryClock
) -> None:
    begun(store, clock)
    clock.move(timedelta(hours=1))
    with store.writing() as work:
        work.restored_records.note_restored(clock.now())
        work.commit()

    assert runner(store, jobs(doing := Doing())).execute()
    run = last_run(store)
    assert (run.outcome, run.failure, doing.times) == (JobOutcome.FAILED, "it was due before the store was restored", 0)


def test_a_slot_whose_claim_was_refused_is_still_there_to_be_claimed(engine: Engine, store: SqlStore) -> None:
    running = runner(store, jobs(doing := Doing()))
    with engine.begin() as work:
        work.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON job_runs BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(DataRefused):
        running.execute()

    with engine.begin() as work:
        work.exec_driver_sql("DROP TRIGGER full")

    assert running.execute()
    assert doing.times == 1


def test_a_run_whose_worker_is_told_to_stop_is_taken_up_at_once_and_was_no_try(store: SqlStore) -> None:
    stopped, doing = Doing(JobStopped()), Doing()
    for worker in range(TRIES + 1):
        assert runner(store, jobs(stopped), f"stopped {worker}").execute()
    assert (last_run(store).state, last_run(store).outcome) == ("waiting", None)

    assert runner(store, jobs(doing), "other").execute()

    run = last_run(store)
    assert (run.slot, run.worker, run.outcome, run.tries) == ("2026-11-24", "other", JobOutcome.DONE, 1)
    assert not runner(store, jobs(doing), "third").execute()


def test_after_a_night_of_being_down_an_hourly_job_runs_once(store: SqlStore, clock: MemoryClock) -> None:
    doing = Doing()
    running = runner(store, jobs(doing, Every(60)))
    running.execute()
    clock.move(timedelta(hours=5))

    assert [running.execute() for _ in range(2)] == [True, False]
    assert doing.times == 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [(RuntimeError("password=hunter2"), "RuntimeError"), (RuleViolation("too much"), "RuleViolation: too much")],
)
def test_a_job_that_raises_has_failed_for_a_reason_without_secrets_and_others_go_on(
    store: SqlStore, fault: Exception, said: str
) -> None:
    fine = Doing()
    running = runner(store, {**jobs(Doing(fault)), **jobs(fine, name=CLEAN)})

    assert [running.execute() for _ in range(3)] == [True, True, False]
    run = last_run(store)
    assert (run.outcome, run.failure, fine.times) == (JobOutcome.FAILED, said, 1)


def test_a_job_that_lost_its_store_is_taken_up_again_and_fails_the_third_time(
    store: SqlStore, clock: MemoryClock
) -> None:
    doing = Doing(StoreUnavailable("away"))
    running = runner(store, jobs(doing))
    for _ in range(TRIES - 1):
        with pytest.raises(StoreUnavailable):
            running.execute()
        assert last_run(store).state == "running"
        assert running.execute() is False
        clock.move(SILENT_FOR)

    assert running.execute()
    assert (last_run(store).outcome, doing.times) == (JobOutcome.FAILED, TRIES)


def begun(store: SqlStore, clock: MemoryClock, tries: int = 1) -> JobRun:
    """A run whose worker was killed."""
    now = clock.now()
    run = JobRun(
        id=SystemIds().new(now), job=SUMMARY, slot="2026-11-24", worker="dead", started_at=now, seen_at=now, tries=tries
    )
    with store.writing() as work:
        work.job_runs.claim_slot(run)
        work.commit()
    return run


def test_a_run_of_a_dead_worker_is_taken_up_after_two_minutes(store: SqlStore, clock: MemoryClock) -> None:
    doing, lost = Doing(), begun(store, clock)
    running = runner(store, jobs(doing))
    clock.move(SILENT_FOR - timedelta(seconds=1))
    assert running.execute() is False

    clock.move(timedelta(seconds=1))

    assert running.execute() is True
    run = last_run(store)
    assert (run.id, run.worker, run.tries, run.outcome) == (lost.id, "one", 2, JobOutcome.DONE)


def test_what_ended_three_workers_is_not_tried_by_a_fourth(store: SqlStore, clock: MemoryClock) -> None:
    doing = Doing()
    begun(store, clock, tries=TRIES)
    clock.move(SILENT_FOR)

    assert runner(store, jobs(doing)).execute()
    run = last_run(store)
    assert (run.outcome, run.failure) == (JobOutcome.FAILED, "its worker ended, or was not heard of, 3 times")
    assert doing.times == 0


def test_the_work_is_told_when_it_was_due_however_late_it_is_done(store: SqlStore, clock: MemoryClock) -> None:
    doing, quarterly = Doing(), Doing()
    begun(store, clock)
    clock.move(timedelta(hours=1, minutes=20))

    assert runner(store, {**jobs(doing), **jobs(quarterly, Every(15), CLEAN)}).execute()
    assert runner(store, jobs(quarterly, Every(15), CLEAN)).execute()
    RunJobByHand(store, SystemIds(), jobs(doing)).execute(RunJobByHandCommand(SUMMARY.value, "anna", "cli:1"))

    assert (doing.due, quarterly.due) == ([EIGHT, None], [EIGHT + timedelta(hours=1, minutes=15)])


def test_what_was_begun_for_a_slot_is_given_up_when_the_slot_is_long_past(store: SqlStore, clock: MemoryClock) -> None:
    begun(store, clock)
    clock.move(timedelta(days=3, hours=19))
    running = runner(store, jobs(doing := Doing()))

    assert [running.execute() for _ in range(2)] == [True, False]

    run = last_run(store)
    assert (run.worker, run.tries, run.outcome, doing.times) == ("dead", 1, JobOutcome.FAILED, 0)
    assert run.failure == "its worker ended, and its slot was too long ago to make up for it"


def test_a_removal_of_many_hours_goes_on_after_its_worker_was_started_again(
    store: SqlStore, clock: MemoryClock
) -> None:
    run = begun(store, clock)
    clock.move(CATCH_UP + timedelta(hours=1))
    with store.writing() as work:
        work.job_runs.say_seen(run, clock.now())
        work.job_runs.hand_on(run)
        work.commit()
    clock.move(timedelta(minutes=3))

    assert runner(store, jobs(doing := Doing())).execute()
    assert doing.times == 1


def test_a_job_that_is_off_runs_when_asked_for(store: SqlStore) -> None:
    doing, wake_ups = Doing(), MemoryWakeUps()
    running = runner(store, jobs(doing, schedule=None))
    request = RequestJob(store, SystemIds(), wake_ups)
    assert running.execute() is False

    asked = [request.execute(RequestJobCommand(SUMMARY.value, "anna")) for _ in range(2)]

    assert asked[0] == asked[1]
    assert wake_ups.woken == {Work.JOBS: 1}
    assert [running.execute() for _ in range(2)] == [True, False]
    assert (last_run(store).id, doing.times) == (asked[0].id, 1)


def test_a_job_that_nobody_knows_cannot_be_asked_for(store: SqlStore) -> None:
    with pytest.raises(NotFound, match="retry-failed-notifications"):
        RequestJob(store, SystemIds(), MemoryWakeUps()).execute(RequestJobCommand("drop-tables", "anna"))


def test_by_hand_it_runs_here_and_the_schedule_goes_on(store: SqlStore) -> None:
    doing, seen = Doing(), list[tuple[int, int | None]]()
    by_hand = RunJobByHand(store, SystemIds(), jobs(doing))

    ended = by_hand.execute(
        RunJobByHandCommand(SUMMARY.value, "anna", "cli:1"), lambda done, total: seen.append((done, total))
    )

    assert (ended.outcome, ended.slot, ended.counts, seen) == (JobOutcome.DONE, None, {"things": 7}, [(1, 2)])
    assert runner(store, jobs(doing)).execute()


def test_the_list_says_when_each_was_and_will_be_run(store: SqlStore) -> None:
    runner(store, jobs(Doing())).execute()

    listed = {job.name: job for job in ListJobs(store, {SUMMARY: DAILY, CLEAN: None}).execute()}

    assert len(listed) == len(JobName)
    assert listed[SUMMARY].next_at == EIGHT + timedelta(days=1)
    assert listed[SUMMARY].last_run == last_run(store)
    assert (listed[CLEAN].schedule, listed[CLEAN].next_at, listed[CLEAN].last_run) == (None, None, None)


def test_it_says_how_long_until_the_next_slot(store: SqlStore, clock: MemoryClock) -> None:
    running = runner(store, jobs(Doing()))
    running.execute()

    assert running.due_in_s() == timedelta(days=1).total_seconds()
