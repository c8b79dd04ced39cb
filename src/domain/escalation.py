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


def escalation_due_at(severity: Severity, received_at: datetime) -> datetime | None:
    """When an open error of this severity escalates, or None if it never does."""
    limit = ESCALATION_LIMITS.get(severity)
    return None if limit is None else received_at + limit


def earliest_deadline(earliest_open: Mapping[Severity, datetime]) -> datetime | None:
    """An episode's deadline from the earliest `received_at` of its open errors per severity."""
    deadlines = (escalation_due_at(severity, at) for severity, at in earliest_open.items())
    return min((deadline for deadline in deadlines if deadline is not None), default=None)


class EscalationReason(StrEnum):
    """Why an episode went up a level."""

    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One step up: from whoever owned the episode to whoever was told, either of them None where it was nobody (then
    the fallback recipients were told). `level` is the one reached.
    """

    episode_id: UUID
    level: int
    from_id: UUID | None
    to_id: UUID | None
    reason: EscalationReason
    at: datetime
