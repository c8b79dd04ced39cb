"""Scheduled jobs over the API."""

from dataclasses import dataclass

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import Schema, fields

from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from application.list_jobs import ListedJob, ListJobs
from application.request_job import RequestJob, RequestJobCommand
from domain.job_run import JobRun

_RUN: dict[str, object] = {
    "id": "019dba00-1111-7222-8333-444455556666",
    "state": "done",
    "slot": "2026-11-23",
    "started_at": "2026-11-23T02:00:00.120000+00:00",
    "ended_at": "2026-11-23T02:00:07.480000+00:00",
    "tries": 1,
    "counts": {"errors": 1204, "episodes_closed": 3},
    "failure": None,
}
_JOB: dict[str, object] = {
    "name": "clean-old-error-logs",
    "schedule": "daily 02:00 Europe/Berlin",
    "next_at": "2026-11-24T01:00:00+00:00",
    "last_run": _RUN,
}
_WAITING: dict[str, object] = {**_RUN, "state": "waiting", "slot": None, "ended_at": None, "tries": 0, "counts": {}}


class JobRunSchema(Schema):
    """One run. `started_at` of one that waits is when it was asked for."""

    id = fields.UUID()
    state = fields.String(metadata={"description": "`waiting`, `running`, `done` or `failed`"})
    slot = fields.String(allow_none=True, metadata={"description": "which time of the schedule; null: asked for"})
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    tries = fields.Integer(metadata={"description": "how many workers took it up, more than one after a crash"})
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": "what was done"})
    failure = fields.String(allow_none=True)


class JobSchema(Schema):
    """One job; `schedule` and `next_at` are null where it is switched off, `last_run` where it never ran."""

    name = fields.String()
    schedule = fields.String(allow_none=True)
    next_at = fields.AwareDateTime(allow_none=True)
    last_run = fields.Nested(JobRunSchema(), allow_none=True)


class JobListSchema(Schema):
    """All jobs."""

    count = fields.Integer()
    results = fields.List(fields.Nested(JobSchema()))


@dataclass(frozen=True, slots=True)
class JobActions:
    """What the views call."""

    list: ListJobs
    request: RequestJob


def jobs_blueprint(actions: JobActions) -> Blueprint:
    """Everything under `/jobs/`."""
    blueprint = Blueprint("jobs", __name__, url_prefix=f"{API}/jobs", description="What runs by a schedule")

    @describes(ListJobs, answer={"count": 1, "results": [_JOB]})
    def list_jobs() -> dict[str, object]:
        """List the scheduled jobs with their last runs"""
        jobs = [_shown_job(job) for job in actions.list.execute()]
        return {"count": len(jobs), "results": jobs}

    @describes(RequestJob, answer=_WAITING)
    def run_job(name: str) -> dict[str, object]:
        """Ask for a job to be run now"""
        return _shown_run(actions.request.execute(RequestJobCommand(name=name, actor=g.actor)))

    listed, accepted = blueprint.response(200, JobListSchema()), blueprint.response(202, JobRunSchema())
    blueprint.add_url_rule("/", view_func=listed(list_jobs), methods=["GET"])
    blueprint.add_url_rule("/<string:name>/run/", view_func=accepted(run_job), methods=["POST"])
    return blueprint


def _shown_job(job: ListedJob) -> dict[str, object]:
    return {
        "name": job.name.value,
        "schedule": job.schedule,
        "next_at": job.next_at,
        "last_run": None if job.last_run is None else _shown_run(job.last_run),
    }


def _shown_run(run: JobRun) -> dict[str, object]:
    return {
        "id": run.id,
        "state": run.state,
        "slot": run.slot,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "tries": run.tries,
        "counts": dict(run.counts),
        "failure": run.failure,
    }
