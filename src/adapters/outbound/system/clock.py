"""The clock of this host."""

from datetime import UTC, datetime


class SystemClock:
    """The operating system's time, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)
