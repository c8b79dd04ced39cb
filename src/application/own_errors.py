"""Errors that the system itself reports: they open episodes like any other, and are counted nowhere."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.acts import Act
from application.busiest_patterns import context_of
from application.ended_episodes import end_at_once
from application.placed_errors import save_placed
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode, EpisodeEnd
from domain.error_log import PreparedError
from domain.error_pattern import ErrorPattern
from domain.error_report import ErrorReport
from domain.grouping.fingerprint import Fingerprint
from domain.history import HistoryEntry, SubjectKind
from domain.pattern_lifecycle import resolve_pattern
from domain.placement import Known, place
from domain.regression_guard import RegressionGuard
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.storage_limit import ALARMING, StorageLevel, StorageStep
from domain.thresholds import Crossing, Rule, ThresholdRule

_RULES = "threshold"
_MIB = 1 << 20
OWN_SERVICE = "error-logging"
"""Of which errors are that concern the installation as a whole: who serves it is told, else all, as of any service."""
EVERY_ENVIRONMENT = "all"
"""What an alert about a service in all its environments says."""


def threshold_error(
    ids: Ids, crossing: Crossing, rule: ThresholdRule, message: str, *, now: datetime, busiest: Sequence[str] = ()
) -> PreparedError:
    """The error that tells of a crossing, of the one pattern that the service has for that rule. It pages people only
    where they would be told without what strangers sent, who would else buy messages of others by sending many.

    Args:
        busiest: of what most came.
    """
    service, trusted = crossing.service, crossing.trusted
    said = _Said(rule.error_type, f"Too many {rule.counted} within an hour", message, rule.severity, busiest)
    return _own_error(ids, service, f"{rule.value}:{service}", said, trusted=trusted, now=now)


def storage_error(ids: Ids, level: StorageLevel, *, now: datetime) -> PreparedError:
    """The error that tells how full the storage is, of the one pattern that the installation has for that step."""
    step = level.step
    mebibytes = [size // _MIB for size in (level.used_bytes, level.limit_bytes or 0)]
    message = (
        f"The storage {step.said}. {mebibytes[0]} of {mebibytes[1]} MiB are used ({level.share:.0%}). "
        "Raise MAX_STORAGE, make room on the disk, or shorten RETENTION_DAYS."
    )
    said = _Said(_name(step), f"The storage {step.said}", message, step.severity)
    return _own_error(ids, OWN_SERVICE, f"storage:{step.value}", said, trusted=True, now=now)


def rule_of(pattern: ErrorPattern) -> Rule | None:
    """What the errors of a pattern tell of where they are our own; None for all that anybody else reported."""
    if pattern.rules != _RULES:
        return None
    rules = {rule.error_type: rule for rule in ThresholdRule}
    return rules.get(pattern.error_type) or next((one for one in ALARMING if _name(one) == pattern.error_type), None)


@dataclass(frozen=True, slots=True)
class _Said:
    error_type: str
    title: str
    message: str
    severity: Severity
    busiest: Sequence[str] = ()


def _name(step: StorageStep) -> str:
    return f"Storage{step.value.capitalize()}"


def _own_error(ids: Ids, service: str, key: str, said: _Said, *, trusted: bool, now: datetime) -> PreparedError:
    value = hashlib.sha256(key.encode()).hexdigest()
    return PreparedError(
        id=ids.new(now),
        report=ErrorReport(
            service=service,
            error_type=said.error_type,
            message=said.message,
            severity=said.severity,
            environment=EVERY_ENVIRONMENT,
            context=context_of(said.busiest),
        ),
        fingerprint=Fingerprint(value=value, rules=_RULES, title=said.title),
        received_at=now,
        occurred_at=now,
        trusted=trusted,
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


def end_own(
    work: UnitOfWork, crossing: Crossing, *, act: Act, reason: str, inputs: Mapping[str, int | None], now: datetime
) -> None:
    """Resolve the episode of a crossing that is over, unless it ended before."""
    episode = None if crossing.episode_id is None else work.episodes.get(crossing.episode_id)
    if episode is None:
        return
    before = work.patterns.lock_by_ids([episode.pattern_id])[episode.pattern_id]
    open_episode = work.episodes.lock_open([before.id]).get(before.id)
    if open_episode is None or open_episode.id != episode.id:
        return
    end_at_once(work, open_episode, EpisodeEnd.RESOLVED, at=now, act=act)
    after = resolve_pattern(before, release=None, now=now)
    work.patterns.save([after])
    work.history.add(
        [
            HistoryEntry(
                subject_kind=SubjectKind.PATTERN,
                subject_id=before.id,
                at=now,
                action="resolved",
                reason=reason,
                before=before.status,
                after=after.status,
                inputs={**inputs, "episode": str(episode.id)},
            )
        ]
    )
