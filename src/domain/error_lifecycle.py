"""What people may do to a stored error, and what becomes of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.episode import Episode, EpisodeEnd
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.errors import RuleViolation
from domain.retention import RetentionPolicy
from domain.severity import Severity


class ErrorAction(StrEnum):
    """The changes that an error can go through after it was stored."""

    RESOLVE = "resolve"
    IGNORE = "ignore"
    REOPEN = "reopen"
    DELETE = "delete"
    RESTORE = "restore"
    CHANGE_SEVERITY = "change_severity"
    ASSIGN = "assign"


@dataclass(frozen=True, slots=True)
class ErrorChange:
    """One action on one error; `severity` is the new one where that is what changes, `owner_id` the new owner of an
    open error that is assigned (None: nobody).
    """

    action: ErrorAction
    severity: Severity | None = None
    owner_id: UUID | None = None


def in_force(error: ErrorLog, episode: Episode | None, *, apart: bool = False) -> ErrorLog:
    """The error as it counts, also while a worker still carries its episode's owner or end to it.

    Args:
        episode: the one that it belongs to, at the end of all merges; None for what opened none.
        apart: whether somebody gave the error to its owner by hand, whoever owns the episode.
    """
    if episode is None or not error.counts_as_open:
        return error
    joined = replace(error, episode_id=episode.id)
    if episode.closed_as is EpisodeEnd.IGNORED:
        return replace(joined, status=ErrorStatus.IGNORED)
    if episode.closed_as is EpisodeEnd.RESOLVED:
        return replace(joined, status=ErrorStatus.RESOLVED, resolved_at=episode.closed_at)
    if episode.closed_at is not None or episode.carried or apart:
        return joined
    return _owned_by(joined, episode.owner_id)


def change_error(error: ErrorLog, change: ErrorChange, *, now: datetime, retention: RetentionPolicy) -> ErrorLog:
    """The error after the change. The episode that it belongs to must then be settled (`Episode.settling`),
    in the same transaction and under the episode's lock; an error that is open again and whose episode is not
    belongs to another one (`open_again`).

    Raises:
        RuleViolation: a deleted error can only be restored, and only a deleted one; a change of severity
            names one; only an open error has somebody to do something about it.
    """
    if (error.deleted_at is None) == (change.action is ErrorAction.RESTORE):
        raise RuleViolation("only a deleted error can be restored, and nothing else can be done to one")
    match change.action:
        case ErrorAction.RESOLVE:
            at = now if error.resolved_at is None else error.resolved_at
            changed = replace(error, status=ErrorStatus.RESOLVED, resolved_at=at)
        case ErrorAction.IGNORE:
            changed = replace(error, status=ErrorStatus.IGNORED, resolved_at=None)
        case ErrorAction.REOPEN:
            changed = replace(_owned_by(error, error.assigned_to), resolved_at=None)
        case ErrorAction.DELETE:
            changed = replace(error, deleted_at=now)
        case ErrorAction.RESTORE:
            changed = replace(error, deleted_at=None)
        case ErrorAction.CHANGE_SEVERITY:
            changed = _with_severity(error, change.severity)
        case ErrorAction.ASSIGN:
            changed = _assigned(error, change.owner_id)
    return _kept(changed, retention)


def settled_on_restore(
    error: ErrorLog, episode: Episode | None, pattern: ErrorPattern, *, apart: bool = False, retention: RetentionPolicy
) -> ErrorLog:
    """What a restored error is: as it was, except that what was open when it was deleted follows how its episode, or
    else its pattern, has ended since.
    """
    known = in_force(error, episode, apart=apart)
    ended = episode is None or episode.closed_at is not None
    if known.counts_as_open and ended and pattern.status is PatternStatus.RESOLVED:
        known = replace(known, status=ErrorStatus.RESOLVED, resolved_at=pattern.resolved_at)
    elif known.counts_as_open and ended and pattern.status is PatternStatus.IGNORED:
        known = replace(known, status=ErrorStatus.IGNORED)
    return _kept(known, retention)


def open_again(error: ErrorLog, episode: Episode, *, apart: bool = False) -> ErrorLog:
    """An error that is open again, in the episode that it belongs to from now on: it takes its owner, as arrivals do,
    unless it was given to somebody by hand. Also where that is its own, which may have got another owner meanwhile.
    """
    moved = replace(error, episode_id=episode.id)
    return moved if apart else _owned_by(moved, episode.owner_id)


def _with_severity(error: ErrorLog, severity: Severity | None) -> ErrorLog:
    if severity is None:
        raise RuleViolation("a change of severity must name the new severity")
    return replace(error, report=replace(error.report, severity=severity))


def _assigned(error: ErrorLog, owner_id: UUID | None) -> ErrorLog:
    if not error.status.is_open:
        raise RuleViolation(f"only an open error can be assigned: this one is {error.status.value}")
    return _owned_by(error, owner_id)


def _owned_by(error: ErrorLog, owner_id: UUID | None) -> ErrorLog:
    status = ErrorStatus.OPEN if owner_id is None else ErrorStatus.ASSIGNED
    return replace(error, assigned_to=owner_id, status=status)


def _kept(error: ErrorLog, retention: RetentionPolicy) -> ErrorLog:
    expires_at = retention.error_expires_at(received_at=error.received_at, resolved_at=error.resolved_at)
    return replace(error, expires_at=expires_at)
