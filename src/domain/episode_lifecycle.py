"""What people may do to an episode as a whole, and what becomes of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.episode import Episode, EpisodeEnd, TriageMark, TriageReason
from domain.error_log import ErrorLog
from domain.errors import Conflict
from domain.severity_counts import SeverityCounts


def end_episode(episode: Episode, end: EpisodeEnd, *, at: datetime) -> Episode:
    """All of it at once, however many errors it has: they are taken for resolved, or ignored, from now on, and a worker
    writes it to them. Nobody is asked, told or woken for it any more. Raises Conflict for a closed one.
    """
    _require_open(episode)
    return replace(
        episode,
        closed_at=at,
        closed_as=end,
        carried=False,
        open_counts=SeverityCounts(),
        escalates_at=None,
        triage=None,
        acknowledged_at=None,
        acknowledged_by=None,
    )


def opened_again_by(
    error: ErrorLog, *, episode_id: UUID, pattern_id: UUID, owner_id: UUID | None, now: datetime
) -> Episode:
    """The episode for an error that staff opened again while its pattern has none; it counts nothing yet, not even
    that error. The one that it belonged to stays closed: it may still be carrying its end to a million others.
    """
    return Episode(
        id=episode_id,
        pattern_id=pattern_id,
        service=error.report.service,
        environment=error.report.environment,
        opened_at=now,
        severity=error.severity,
        opened_because=TriageReason.REOPENED,
        first_error_id=error.id,
        last_error_id=error.id,
        last_error_at=error.received_at,
        trusted=True,
        trusted_severity=error.severity,
        owner_id=owner_id,
        assigned_at=None if owner_id is None else now,
        triage=TriageMark(TriageReason.REOPENED, now, trusted=True),
    )


def acknowledge(episode: Episode, *, by: str, at: datetime) -> Episode:
    """Somebody deals with it; acknowledged again, it stays as it was. Raises Conflict for a closed one."""
    _require_open(episode)
    return episode if episode.acknowledged_at else replace(episode, acknowledged_at=at, acknowledged_by=by)


def withdraw_acknowledgement(episode: Episode) -> Episode:
    """Nobody deals with it after all. Raises Conflict for a closed one."""
    _require_open(episode)
    return replace(episode, acknowledged_at=None, acknowledged_by=None)


def raise_level(episode: Episode) -> Episode:
    """One level up. Raises Conflict for a closed one."""
    _require_open(episode)
    return replace(episode, level=episode.level + 1)


def _require_open(episode: Episode) -> None:
    if episode.closed_at is not None:
        how = "closed" if episode.closed_as is None else episode.closed_as.value
        raise Conflict(f"the episode is not open any more: it was {how}")
