"""A clock that stands until it is moved."""

from datetime import datetime, timedelta


class MemoryClock:
    """For tests, demonstrations and replays: shows what it was set to."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The moment that it was set or moved to."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Move it, forward or back."""
        self._now += by
