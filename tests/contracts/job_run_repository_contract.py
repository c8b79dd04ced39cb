"""What every `JobRunRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from application.ports.unit_of_work import Store
from domain.job_run import JobName, JobOutcome, JobRun
from tests.support.strategies import NOON

_CLEAN = JobName.CLEAN_OLD_ERROR_LOGS
_SECOND, _MINUTES = timedelta(seconds=1), timedelta(minutes=2)


class JobRunRepositoryContract:
    """For runs of jobs."""

    def test_a_slot_is_claimed_once(self, store: Store) -> None:
        first, second = a_run(slot="2026-11-24"), a_run(slot="2026-11-24")
        other = a_run(slot="2026-11-24", job=JobName.ANALYZE_ERROR_PATTERNS)
        with store.writing() as work:
            assert [work.job_runs.claim_slot(run) for run in (first, second, other)] == [True, False, True]
            assert work.job_runs.get(first.id) == first
            assert work.job_runs.get(second.id) is None

    def test_runs_for_no_slot_are_as_many_as_there_are(self, store: Store) -> None:
        with store.writing() as work:
            for _ in range(2):
                work.job_runs.add(a_run())

            assert len(work.job_runs.of(_CLEAN, limit=10)) == 2

    def test_an_end_is_kept_with_what_was_done(self, store: Store) -> None:
        run = a_run(slot="2026-11-24")
        done = run.done({"errors": 12, "job_runs": 0}, NOON + _SECOND)
        with store.writing() as work:
            work.job_runs.claim_slot(run)

            assert work.job_runs.end(done)
            assert work.job_runs.get(run.id) == done
            assert not work.job_runs.end(run.failed("again", NOON))

    def test_a_failure_is_kept_with_its_reason(self, store: Store) -> None:
        run = a_run()
        with store.writing() as work:
            work.job_runs.add(run)
            work.job_runs.end(run.failed("OSError", NOON))

            found = work.job_runs.get(run.id)
            assert found is not None
            assert (found.outcome, found.failure) == (JobOutcome.FAILED, "OSError")

    def test_what_was_not_heard_of_is_taken_up_again(self, store: Store) -> None:
        heard, unheard = a_run(slot="a"), a_run(slot="b")
        with store.writing() as work:
            for run in (heard, unheard):
                work.job_runs.claim_slot(run)
            assert work.job_runs.say_seen(heard, NOON + _SECOND)

            assert work.job_runs.lock_to_take_up(silent_since=NOON - _SECOND) is None
            assert work.job_runs.some_to_take_up(silent_since=NOON)
            assert work.job_runs.lock_to_take_up(silent_since=NOON) == unheard

    def test_what_is_handed_on_is_taken_up_at_once_unless_another_has_it(self, store: Store) -> None:
        run = a_run(slot="a")
        with store.writing() as work:
            work.job_runs.claim_slot(run)
            work.job_runs.hand_on(run)
            assert work.job_runs.lock_to_take_up(silent_since=NOON - _MINUTES) == run.handed_on()

            again = run.handed_on().taken_up("other", NOON).taken_up("third", NOON)
            work.job_runs.save_taken_up(again)
            work.job_runs.hand_on(run)
            assert work.job_runs.get(run.id) == again

    def test_who_lost_a_run_can_say_nothing_more_of_it(self, store: Store) -> None:
        run = a_run(slot="a")
        with store.writing() as work:
            work.job_runs.claim_slot(run)
            again = run.taken_up("other", NOON + _MINUTES)
            work.job_runs.save_taken_up(again)

            assert not work.job_runs.say_seen(run, NOON + _MINUTES)
            assert not work.job_runs.end(run.done({}, NOON + _MINUTES))
            assert work.job_runs.get(run.id) == again
            assert (again.tries, again.worker, again.started_at) == (2, "other", NOON)
            assert work.job_runs.end(again.done({}, NOON + _MINUTES))
            assert not work.job_runs.some_to_take_up(silent_since=NOON + _MINUTES)

    def test_what_was_asked_for_waits_and_is_taken_up_at_once(self, store: Store) -> None:
        asked = replace(a_run(), tries=0, worker="")
        with store.writing() as work:
            assert work.job_runs.waiting(_CLEAN) is None
            work.job_runs.add(asked)

            assert work.job_runs.waiting(_CLEAN) == asked
            assert work.job_runs.waiting(JobName.ANALYZE_ERROR_PATTERNS) is None
            found = work.job_runs.lock_to_take_up(silent_since=NOON - timedelta(days=1))
            assert found == asked
            work.job_runs.save_taken_up(asked.taken_up("me", NOON + _SECOND))
            assert work.job_runs.waiting(_CLEAN) is None

    def test_the_latest_is_what_started_last(self, store: Store) -> None:
        runs = [a_run(slot=str(number), started_at=NOON + _SECOND * number) for number in (2, 3, 1)]
        with store.writing() as work:
            for run in runs:
                work.job_runs.claim_slot(run)

            assert work.job_runs.latest(JobName) == {_CLEAN: runs[1]}
            assert work.job_runs.of(_CLEAN, limit=2) == [runs[1], runs[0]]


def a_run(**changes: object) -> JobRun:
    """A run that has just begun."""
    run = JobRun(id=uuid4(), job=_CLEAN, slot=None, worker="host:1", started_at=NOON, seen_at=NOON, tries=1)
    return replace(run, **changes)  # type: ignore[arg-type]
