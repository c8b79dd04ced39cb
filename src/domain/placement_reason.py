"""Why an arriving error was placed as it was."""

from enum import StrEnum


class PlacementReason(StrEnum):
    """What was found when an error arrived."""

    NEW_PATTERN = "new_pattern"
    REGRESSION = "regression"
    """Its pattern was resolved, and this happened after the fix was out."""
    RECURRENCE = "recurrence"
    """Its pattern's last episode ended without a fix."""
    JOINED_OPEN_EPISODE = "joined_open_episode"
    PATTERN_IGNORED = "pattern_ignored"
    IGNORE_LAPSED = "ignore_lapsed"
    """Its pattern was ignored until a date, a count or a release that is reached."""
    LATE = "late"
    """It happened before its pattern was resolved, and was told of afterwards."""
    GRACE = "grace"
    """It happened while the fix was being rolled out."""
    OLDER_RELEASE = "older_release"
    """It comes from a release older than the one that its pattern was fixed in."""

    @property
    def opens_nothing(self) -> bool:
        """Whether the error was stored with an end already: nobody has to do anything about it."""
        return self in _OPEN_NOTHING


_OPEN_NOTHING = frozenset(
    {
        PlacementReason.PATTERN_IGNORED,
        PlacementReason.LATE,
        PlacementReason.GRACE,
        PlacementReason.OLDER_RELEASE,
    }
)
