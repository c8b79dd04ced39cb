"""What people may do to a stored error, and what becomes of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.error_log import ErrorLog, ErrorStatus
from domain.errors import RuleViolation
from domain.retention import RetentionPolicy
from domain.severity import Severity


class ErrorAction(StrEnum):
    """The changes that an error can go through after it was stored."""

    RESOLVE = "resolve"
    REOPEN = "reopen"
    DELETE = "delete"
    RESTORE = "restore"
    CHANGE_SEVERITY = "change_severity"


@dataclass(frozen=True, slots=True)
class ErrorChange:
    """One action on one error; `severity` is the new one where that is what changes."""

    action: ErrorAction
    severity: Severity | None = None


def change_error(error: ErrorLog, change: ErrorChange, *, now: datetime, retention: RetentionPolicy) -> ErrorLog:
    """The error after the change. The episode that it belongs to must then be settled (`Episode.settling`),
    in the same transaction and under the episode's lock.

    Raises:
        RuleViolation: a deleted error can only be restored, and only a deleted one; a change of severity
            names one.
    """
    if (error.deleted_at is None) == (change.action is ErrorAction.RESTORE):
        raise RuleViolation("only a deleted error can be restored, and nothing else can be done to one")
    match change.action:
        case ErrorAction.RESOLVE:
            changed = replace(
                error,
                status=ErrorStatus.RESOLVED,
                resolved_at=now if error.resolved_at is None else error.resolved_at,
            )
        case ErrorAction.REOPEN:
            status = ErrorStatus.OPEN if error.assigned_to is None else ErrorStatus.ASSIGNED
            changed = replace(error, status=status, resolved_at=None)
        case ErrorAction.DELETE:
            changed = replace(error, deleted_at=now)
        case ErrorAction.RESTORE:
            changed = replace(error, deleted_at=None)
        case ErrorAction.CHANGE_SEVERITY:
            if change.severity is None:
                raise RuleViolation("a change of severity must name the new severity")
            changed = replace(error, report=replace(error.report, severity=change.severity))
    expires_at = retention.error_expires_at(received_at=changed.received_at, resolved_at=changed.resolved_at)
    return replace(changed, expires_at=expires_at)
