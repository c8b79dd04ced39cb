"""`error-logging job`."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from domain.job_run import JobName

Run = Callable[..., Result]


@pytest.mark.parametrize("name", JobName)
def test_each_job_runs_by_hand_on_an_empty_store(run: Run, name: JobName) -> None:
    assert run("job", "run", name.value).stdout.startswith(f"{name.value} is done: ")


def test_the_list_shows_schedule_next_and_last_run(run: Run) -> None:
    run("job", "run", "retry-failed-notifications")

    said = run("job", "list").stdout
    jobs = {job["name"]: job for job in json.loads(run("job", "list", "--json").stdout)}

    assert "daily 08:00 UTC" in said
    assert "done (repaired: 0, due: 0)" in said
    assert jobs["retry-failed-notifications"]["last_run"]["counts"] == {"repaired": 0, "due": 0}
    assert jobs["generate-daily-summary"]["last_run"] is None
    assert jobs["generate-daily-summary"]["next_at"].endswith("T08:00:00+00:00")


def test_who_ran_it_is_in_the_audit_log(run: Run) -> None:
    run("job", "run", "check-error-thresholds")

    assert "job.run" in run("audit", "list").stdout


def test_a_job_that_nobody_knows_is_refused_with_those_there_are(run: Run) -> None:
    assert "clean-old-error-logs" in run("job", "run", "drop-tables", code=2).stderr
