"""When what stays unresolved is due for the next person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.severity import Severity

ESCALATION_LIMITS: Mapping[Severity, timedelta] = {
    Severity.CRITICAL: timedelta(hours=1),
    Severity.HIGH: timedelta(hours=4),
    Severity.MEDIUM: timedelta(hours=8),
}
"""How long an error may stay open at its severity (the document's limits); low and info never escalate."""
_LONGEST_LIMIT = max(ESCALATION_LIMITS.values())


def escalation_due_at(severity: Severity, received_at: datetime) -> datetime | None:
    """When an open error of this severity escalates, or None if it never does."""
    limit = ESCALATION_LIMITS.get(severity)
    return None if limit is None else received_at + limit


def earliest_deadline(earliest_open: Mapping[Severity, datetime]) -> datetime | None:
    """An episode's deadline from the earliest `received_at` of its open errors per severity."""
    deadlines = (escalation_due_at(severity, at) for severity, at in earliest_open.items())
    return min((deadline for deadline in deadlines if deadline is not None), default=None)


def interval_of(severity: Severity) -> timedelta:
    """How long a level has before the next is due, as long as the severity may stay open."""
    return ESCALATION_LIMITS.get(severity, _LONGEST_LIMIT)


def next_climb_at(
    *,
    deadline: datetime | None,
    escalated_at: datetime | None,
    interval: timedelta,
    acknowledged_until: datetime | None,
    levels_left: bool,
) -> datetime | None:
    """When what stays unresolved goes up a level: at its deadline, but not before the level that it is at had its
    interval, nor while it is acknowledged. None where it never does, or nobody is left to be told.
    """
    if deadline is None or not levels_left:
        return None
    holds = [acknowledged_until] if acknowledged_until is not None else []
    if escalated_at is not None:
        holds.append(escalated_at + interval)
    return max(deadline, *holds) if holds else deadline


ACK_TIMEOUTS: Mapping[Severity, timedelta] = {
    Severity.CRITICAL: timedelta(minutes=30),
    Severity.HIGH: timedelta(hours=2),
}
_LONGEST_ACK = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class AckTimeouts:
    """How long an acknowledgement holds: of critical episodes by a setting, of milder ones longer."""

    critical: timedelta = ACK_TIMEOUTS[Severity.CRITICAL]

    def of(self, severity: Severity) -> timedelta:
        """For an episode of this severity; a milder one's is never the shorter."""
        if severity is Severity.CRITICAL:
            return self.critical
        return max(self.critical, ACK_TIMEOUTS.get(severity, _LONGEST_ACK))


def earlier_of(first: datetime | None, second: datetime | None) -> datetime | None:
    """The earlier of two moments, None being never."""
    return min((moment for moment in (first, second) if moment is not None), default=None)


class EscalationReason(StrEnum):
    """Why an episode went up a level."""

    BY_HAND = "by_hand"
    OVERDUE = "overdue"
    """It was not resolved in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One step up: from whoever owned the episode to whoever was told, either of them None where it was nobody (then
    the fallback recipients were told). `level` is the one reached; where several are told at it, each has a record.
    """

    episode_id: UUID
    level: int
    from_id: UUID | None
    to_id: UUID | None
    reason: EscalationReason
    at: datetime
