"""Runs of scheduled jobs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

SILENT_FOR = timedelta(minutes=2)
"""Who runs a job says so every 15 s; after two minutes without a word another takes it up."""
TRIES = 3
"""A job that ends its worker so often is not what a fourth worker should try."""


class JobName(StrEnum):
    """The jobs of the document."""

    RETRY_FAILED_NOTIFICATIONS = "retry-failed-notifications"
    ANALYZE_ERROR_PATTERNS = "analyze-error-patterns"
    ESCALATE_UNRESOLVED_ERRORS = "escalate-unresolved-errors"
    CLEAN_OLD_ERROR_LOGS = "clean-old-error-logs"
    GENERATE_DAILY_SUMMARY = "generate-daily-summary"
    CHECK_ERROR_THRESHOLDS = "check-error-thresholds"


class JobOutcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """`slot` is the moment of the schedule that the run is for, None where somebody asked for it. `tries` says how many
    workers have taken it up: none yet where it was only asked for, at `started_at`. `seen_at` is when its worker last
    said that it is at work. `counts` is what was done; `failure` why it failed, which holds no secret.
    """

    id: UUID
    job: JobName
    slot: str | None
    worker: str
    started_at: datetime
    seen_at: datetime
    tries: int
    ended_at: datetime | None = None
    outcome: JobOutcome | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    failure: str | None = None

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if self.outcome is not None:
            return self.outcome.value
        return "running" if self.tries else "waiting"

    def taken_up(self, worker: str, now: datetime) -> "JobRun":
        """In the hands of a worker, whose first or next try it is."""
        started_at = now if self.tries == 0 else self.started_at
        return replace(self, worker=worker, started_at=started_at, seen_at=now, tries=self.tries + 1)

    def handed_on(self) -> "JobRun":
        """Left to another worker, in the middle; what was begun is no try."""
        return replace(self, tries=self.tries - 1)

    def done(self, counts: Mapping[str, int], now: datetime) -> "JobRun":
        """Ended well."""
        return replace(self, seen_at=now, ended_at=now, outcome=JobOutcome.DONE, counts=dict(counts))

    def failed(self, failure: str, now: datetime) -> "JobRun":
        """Ended badly."""
        return replace(self, seen_at=now, ended_at=now, outcome=JobOutcome.FAILED, failure=failure)
