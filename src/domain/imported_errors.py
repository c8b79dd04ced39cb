"""What an error becomes that is read back from a file."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern
from domain.retention import RetentionPolicy


def imported(
    error: ErrorLog, *, closed_episode: UUID | None, owner_known: bool, now: datetime, retention: RetentionPolicy
) -> ErrorLog:
    """The error as it was, as far as that wakes nobody.

    It keeps its status, and belongs to its episode only where that is over (`closed_episode`): in an open one it would
    be counted, move the deadline and keep it open. It stays as long as one that was resolved today, since the next run
    of retention would remove again what had expired before. What somebody owned who is unknown here is nobody's.
    """
    kept = replace(error, episode_id=closed_episode, expires_at=max(error.expires_at, now + retention.resolved))
    if owner_known or error.assigned_to is None:
        return kept
    status = ErrorStatus.OPEN if error.status is ErrorStatus.ASSIGNED else error.status
    return replace(kept, assigned_to=None, status=status)


def imported_pattern(pattern: ErrorPattern, *, target_known: bool) -> ErrorPattern:
    """A pattern that is unknown here, with the counts that it had; merged only into one that is here too."""
    return pattern if target_known else replace(pattern, merged_into=None)
