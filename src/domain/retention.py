"""How long things are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta


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


EVENT_KEY_LIFETIME = timedelta(days=7)
"""How long a repeat of an event id is recognised (C12)."""
