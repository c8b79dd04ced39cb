"""Where arriving errors belong: which episode they join or open, and with what status."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.episode import Episode, TriageReason
from domain.error_log import ErrorLog, ErrorStatus, PreparedError
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.history import HistoryEntry, SubjectKind
from domain.placement_reason import PlacementReason
from domain.retention import RetentionPolicy

_OPENING = {
    PlacementReason.NEW_PATTERN: TriageReason.NEW,
    PlacementReason.REGRESSION: TriageReason.REGRESSED,
    PlacementReason.RECURRENCE: TriageReason.RECURRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What becomes of one pattern's errors of one commit. `episode` is None for an ignored pattern."""

    pattern: ErrorPattern
    episode: Episode | None
    errors: tuple[ErrorLog, ...]
    reason: PlacementReason
    history: tuple[HistoryEntry, ...] = ()


def place(
    errors: Sequence[PreparedError],
    *,
    pattern: ErrorPattern,
    open_episode: Episode | None,
    new_episode_id: UUID,
    new_users: int,
    retention: RetentionPolicy,
) -> Placement:
    """Decide about errors of one pattern, at least one, all of them really new.

    An ignored pattern's errors are stored as ignored and counted, and open nothing. Others join the
    pattern's open episode, whose owner they take, or open the next one.
    """
    reason = _reason(pattern, open_episode)
    counted = pattern.counting(errors, new_users=new_users)
    if reason is PlacementReason.PATTERN_IGNORED:
        stored = tuple(
            _stored(error, counted.id, None, ErrorStatus.IGNORED, reason=reason, retention=retention)
            for error in errors
        )
        return Placement(pattern=counted, episode=None, errors=stored, reason=reason)
    history: tuple[HistoryEntry, ...] = ()
    episode = open_episode
    if episode is None:
        episode = Episode.opened_by(
            errors[0], episode_id=new_episode_id, pattern_id=pattern.id, because=_OPENING[reason]
        )
        counted = replace(counted, status=PatternStatus.ACTIVE, episodes=counted.episodes + 1)
        history = (_opened(episode, reason),)
    episode = episode.admitting(errors)
    status = ErrorStatus.OPEN if episode.owner_id is None else ErrorStatus.ASSIGNED
    stored = tuple(_stored(error, counted.id, episode, status, reason=reason, retention=retention) for error in errors)
    return Placement(pattern=counted, episode=episode, errors=stored, reason=reason, history=history)


def _reason(pattern: ErrorPattern, open_episode: Episode | None) -> PlacementReason:
    if pattern.status is PatternStatus.IGNORED:
        return PlacementReason.PATTERN_IGNORED
    if open_episode is not None:
        return PlacementReason.JOINED_OPEN_EPISODE
    if pattern.occurrences == 0:
        return PlacementReason.NEW_PATTERN
    if pattern.status is PatternStatus.RESOLVED:
        return PlacementReason.REGRESSION
    return PlacementReason.RECURRENCE


def _stored(
    error: PreparedError,
    pattern_id: UUID,
    episode: Episode | None,
    status: ErrorStatus,
    *,
    reason: PlacementReason,
    retention: RetentionPolicy,
) -> ErrorLog:
    return ErrorLog(
        id=error.id,
        report=error.report,
        pattern_id=pattern_id,
        episode_id=None if episode is None else episode.id,
        status=status,
        assigned_to=None if episode is None else episode.owner_id,
        received_at=error.received_at,
        occurred_at=error.occurred_at,
        expires_at=retention.error_expires_at(received_at=error.received_at, resolved_at=None),
        trusted=error.trusted,
        placement=reason,
    )


def _opened(episode: Episode, reason: PlacementReason) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=episode.opened_at,
        action="opened",
        reason=reason,
        after="open",
        inputs={"pattern": str(episode.pattern_id), "first_error": str(episode.first_error_id)},
    )
