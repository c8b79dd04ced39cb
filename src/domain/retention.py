"""How long things are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EVENT_KEY_LIFETIME = timedelta(days=7)
"""How long a repeat of an event id is recognised (C12)."""

COUNTED_BY_THE_MINUTE = timedelta(hours=2)
COUNTED_BY_THE_HOUR = timedelta(days=90)
"""What is older is counted by the day alone, for ever; days are counted with the arrival, like minutes and hours."""

RUNS_KEPT = timedelta(days=90)


class RecordKind(StrEnum):
    """What is kept for a time beside errors."""

    NOTIFICATIONS = "notifications"
    """With their attempts."""
    ACKNOWLEDGE_LINKS = "acknowledge_links"
    EVENT_KEYS = "event_keys"
    IDEMPOTENCY_KEYS = "idempotency_keys"
    MINUTES = "minutes"
    """Of services; the others are counters of hours."""
    HOURS = "hours"
    PATTERN_HOURS = "pattern_hours"
    NEW_PATTERN_HOURS = "new_pattern_hours"
    DECISIONS = "decisions"
    INTAKE = "intake"
    JOB_RUNS = "job_runs"


_PERIODS: Mapping[RecordKind, timedelta] = {
    # These two say themselves when they expire.
    RecordKind.EVENT_KEYS: timedelta(0),
    RecordKind.IDEMPOTENCY_KEYS: timedelta(0),
    RecordKind.MINUTES: COUNTED_BY_THE_MINUTE,
    RecordKind.JOB_RUNS: RUNS_KEPT,
}


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """The document's periods: resolved errors 30 days, unresolved 90, notifications 60; patterns for ever."""

    unresolved: timedelta = timedelta(days=90)
    resolved: timedelta = timedelta(days=30)
    notifications: timedelta = timedelta(days=60)

    def error_expires_at(self, *, received_at: datetime, resolved_at: datetime | None) -> datetime:
        """When an error may be removed: counted from its resolution, else from its arrival. What arrived after its
        pattern was resolved, too late or from an old release, is kept as long as if it were resolved then.
        """
        return received_at + self.unresolved if resolved_at is None else max(resolved_at, received_at) + self.resolved

    def records_before(self, kind: RecordKind, now: datetime) -> datetime:
        """What began, or for keys and links expired, by then may be removed. A link leads nowhere once it has expired;
        it is known, and can say so, as long as the message that it came with.
        """
        if kind in (RecordKind.NOTIFICATIONS, RecordKind.ACKNOWLEDGE_LINKS):
            return now - self.notifications
        return now - _PERIODS.get(kind, COUNTED_BY_THE_HOUR)
