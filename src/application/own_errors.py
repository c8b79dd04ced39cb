"""Errors that the system itself reports: they open episodes like any other, and are counted nowhere."""

import hashlib
from datetime import datetime, timedelta

from application.placed_errors import save_placed
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode
from domain.error_log import PreparedError
from domain.error_pattern import ErrorPattern
from domain.error_report import ErrorReport
from domain.grouping.fingerprint import Fingerprint
from domain.placement import Known, place
from domain.regression_guard import RegressionGuard
from domain.retention import RetentionPolicy
from domain.thresholds import ThresholdRule

_RULES = "threshold"
EVERY_ENVIRONMENT = "all"
"""What an alert about a service in all its environments says."""


def threshold_error(ids: Ids, service: str, rule: ThresholdRule, message: str, *, now: datetime) -> PreparedError:
    """The error that tells of a crossing, of the one pattern that the service has for that rule."""
    value = hashlib.sha256(f"{rule.value}:{service}".encode()).hexdigest()
    title = f"Too many {rule.counted} within an hour"
    return PreparedError(
        id=ids.new(now),
        report=ErrorReport(
            service=service,
            error_type=rule.error_type,
            message=message,
            severity=rule.severity,
            environment=EVERY_ENVIRONMENT,
        ),
        fingerprint=Fingerprint(value=value, rules=_RULES, title=title),
        received_at=now,
        occurred_at=now,
        trusted=True,
    )


def report_own(work: UnitOfWork, ids: Ids, retention: RetentionPolicy, error: PreparedError) -> Episode | None:
    """Store it; the episode that it opened or joined, None where its pattern is ignored."""
    pattern = work.patterns.lock({error.fingerprint.id: ErrorPattern.founded_by(error)})[error.fingerprint.id]
    open_episode = work.episodes.lock_open([pattern.id]).get(pattern.id)
    # Whatever was resolved a minute ago: it is measured now, so there is no roll-out to wait for.
    guard = RegressionGuard(grace=timedelta())
    known = Known(pattern=pattern, open_episode=open_episode, retention=retention, guard=guard)
    placement = place([error], known, new_episode_id=ids.new(error.received_at), new_users=0)
    already = set() if open_episode is None else {open_episode.id}
    save_placed(work, [placement], known=already, counted=False)
    return placement.episode
