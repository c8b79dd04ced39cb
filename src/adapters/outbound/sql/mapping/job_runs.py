"""Job runs to rows and back."""

from typing import Any

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from domain.job_run import JobName, JobOutcome, JobRun


def job_run_to_row(run: JobRun) -> dict[str, Any]:
    """The row that holds the run."""
    return {
        "id": run.id,
        "job": run.job.value,
        "slot": run.slot,
        "worker": run.worker,
        "started_at": run.started_at,
        "seen_at": run.seen_at,
        "tries": run.tries,
        **job_run_end_to_row(run),
    }


def job_run_end_to_row(run: JobRun) -> dict[str, Any]:
    """What its end changes."""
    said = {"counts": run.counts, "failure": run.failure}
    return {
        "ended_at": run.ended_at,
        "outcome": None if run.outcome is None else run.outcome.value,
        "detail": None if run.outcome is None else to_text(said),
    }


def job_run_from_row(row: Any) -> JobRun:
    """The run that the row holds."""
    said = {} if row.detail is None else from_text(row.detail)
    return JobRun(
        id=row.id,
        job=JobName(row.job),
        slot=row.slot,
        worker=row.worker,
        started_at=row.started_at,
        seen_at=row.seen_at,
        tries=row.tries,
        ended_at=row.ended_at,
        outcome=None if row.outcome is None else JobOutcome(row.outcome),
        counts=said.get("counts", {}),
        failure=said.get("failure"),
    )
