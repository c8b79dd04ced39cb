"""What people may do to an episode as a whole, and what becomes of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.episode import Episode, EpisodeEnd, TriageMark, TriageReason
from domain.error_log import ErrorLog
from domain.errors import Conflict
from domain.escalation import AckTimeouts
from domain.escalation_chain import EscalationChain
from domain.severity_counts import SeverityCounts


def end_episode(episode: Episode, end: EpisodeEnd, *, at: datetime) -> Episode:
    """All of it at once, however many errors it has: they are taken for resolved, or ignored, from now on, and a worker
    writes it to them. Nobody is asked, told or woken for it any more. Raises Conflict for a closed one.
    """
    _require_open(episode)
    return replace(
        episode.unacknowledged(),
        closed_at=at,
        closed_as=end,
        carried=False,
        open_counts=SeverityCounts(),
        deadline=None,
        triage=None,
        reassign_at=None,
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


def acknowledge(episode: Episode, *, by: str, at: datetime, timeouts: AckTimeouts) -> Episode:
    """Somebody deals with it; acknowledged again while that holds, it stays as it was. Raises Conflict for a closed
    one.
    """
    _require_open(episode)
    if is_acknowledged(episode, at):
        return episode
    until = at + timeouts.of(episode.severity)
    # Whoever was to acknowledge it has; once that has lapsed, or was withdrawn, the question is open again.
    reassign_at = None if episode.reassign_at is None else until
    return replace(episode, acknowledged_at=at, acknowledged_by=by, acknowledged_until=until, reassign_at=reassign_at)


def is_acknowledged(episode: Episode, now: datetime) -> bool:
    """Whether somebody said so, and that has not lapsed."""
    until = episode.acknowledged_until
    return episode.acknowledged_at is not None and (until is None or now < until)


def withdraw_acknowledgement(episode: Episode) -> Episode:
    """Nobody deals with it after all. Raises Conflict for a closed one."""
    _require_open(episode)
    return episode.unacknowledged()


def raise_level(episode: Episode, *, to: int, chain: EscalationChain, at: datetime) -> Episode:
    """Up to a level of that chain, which holds from now on; an acknowledgement that has lapsed is over. Raises Conflict
    for a closed one.
    """
    _require_open(episode)
    standing = episode if is_acknowledged(episode, at) else episode.unacknowledged()
    return replace(standing, level=max(to, episode.level + 1), chain=chain, escalated_at=at)


def told_late(episode: Episode, *, at: datetime) -> Episode:
    """Its level was told only then, and has its interval from there."""
    return replace(episode, escalated_at=max(at, episode.escalated_at or at))


def stands_as_restored(episode: Episode, restored_at: datetime | None) -> bool:
    """Whether a backup brought it, and it has climbed no level since: what it is was true when the backup was made."""
    if restored_at is None or episode.opened_at > restored_at:
        return False
    return episode.escalated_at is None or episode.escalated_at <= restored_at


def has_ended(episode: Episode) -> bool:
    """Whether there is nothing to tell of it any more; of one that was merged into another there is."""
    return episode.closed_at is not None and episode.closed_as is not EpisodeEnd.MERGED


def _require_open(episode: Episode) -> None:
    if episode.closed_at is not None:
        how = "closed" if episode.closed_as is None else episode.closed_as.value
        raise Conflict(f"the episode is not open any more: it was {how}")
