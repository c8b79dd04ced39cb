"""Scheduled jobs over the API."""

import pytest

from domain.access import Scope
from domain.job_run import JobName
from tests.support.site import API, Site

PATH = f"{API}/jobs/"
RUN = f"{PATH}clean-old-error-logs/run/"


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    return site.token(Scope.STAFF)


def test_all_jobs_are_listed_with_their_schedules(site: Site) -> None:
    answer = site.client.get(PATH, headers=site.token(Scope.READ))

    assert answer.json is not None
    jobs = {job["name"]: job for job in answer.json["results"]}
    assert jobs.keys() == set(JobName)
    assert jobs["clean-old-error-logs"]["schedule"] == "daily 02:00 UTC"
    assert jobs["check-error-thresholds"]["schedule"] == "every 15 min"
    assert jobs["clean-old-error-logs"]["last_run"] is None


def test_a_run_that_is_asked_for_waits_for_a_worker(site: Site, staff: dict[str, str]) -> None:
    answer = site.client.post(RUN, headers=staff)

    assert answer.status_code == 202
    assert answer.json is not None
    assert (answer.json["state"], answer.json["tries"], answer.json["slot"]) == ("waiting", 0, None)
    assert site.client.post(RUN, headers=staff).json == answer.json
    listed = site.client.get(PATH, headers=staff).json
    assert listed is not None
    assert answer.json in [job["last_run"] for job in listed["results"]]


def test_who_asked_is_in_the_audit_log_once(site: Site, staff: dict[str, str]) -> None:
    for _ in range(2):
        site.client.post(RUN, headers=staff)

    log = site.client.get(f"{API}/audit/?action=job.run", headers=site.token(Scope.ADMIN)).json
    assert log is not None
    assert [entry["detail"] for entry in log["results"]] == [{"job": "clean-old-error-logs"}]


def test_a_job_that_nobody_knows_is_not_found(site: Site, staff: dict[str, str]) -> None:
    assert site.client.post(f"{PATH}drop-tables/run/", headers=staff).status_code == 404


def test_readers_may_not_run_any(site: Site) -> None:
    assert site.client.post(RUN, headers=site.token(Scope.READ)).status_code == 403
