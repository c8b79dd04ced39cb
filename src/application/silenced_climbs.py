"""What is silenced does not go up a level meanwhile."""

from dataclasses import replace
from datetime import datetime, timedelta

from application.ports.unit_of_work import UnitOfWork
from domain.alerting import NoticeReason
from domain.episode import Episode
from domain.episode_lifecycle import told_late
from domain.escalation import interval_of
from domain.history import HistoryEntry, SubjectKind

LOOK_AGAIN = timedelta(minutes=5)
"""A silence can be ended before its time."""
_ACTION = "climb_silenced"


def climb_is_silenced(work: UnitOfWork, episode: Episode, now: datetime) -> bool:
    """Whether an episode whose climb is due stays where it is since it is silenced; then it is saved, due again at the
    silence's end, or in 5 minutes to see whether that has come. It is said once in the episode's history. Where the
    silence is over, a level of which all was silenced has an interval from its end.
    """
    silence = work.silences.matching(episode, episode.severity)
    if silence is None:
        return _was_silenced(work, episode, now)
    due = min(silence.ends_at, now + LOOK_AGAIN)
    work.episodes.save([replace(episode, escalated_at=due - interval_of(episode.severity))])
    entry = HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=now,
        action=_ACTION,
        reason="silenced",
        inputs={"silence": str(silence.id), "silenced_by": silence.created_by, "until": silence.ends_at.isoformat()},
    )
    said = (one for one in work.history.of(episode.id) if one.action == _ACTION)
    if all(one.inputs.get("silence") != entry.inputs["silence"] for one in said):
        work.history.add([entry])
    return True


def all_silenced(work: UnitOfWork, episode: Episode) -> bool:
    """Whether nobody at its level was told, since all that was to be told there was silenced."""
    reasons = [one.reason for one in work.notifications.of_episode(episode.id) if one.level == episode.level]
    return bool(reasons) and all(reason == NoticeReason.SILENCED for reason in reasons)


def _was_silenced(work: UnitOfWork, episode: Episode, now: datetime) -> bool:
    if not all_silenced(work, episode):
        return False
    lately = work.silences.all(ended_since=now - interval_of(episode.severity))
    service, pattern_id, severity = episode.service, episode.pattern_id, episode.severity
    over = [one for one in lately if one.ends_at <= now]
    ends = [one.ends_at for one in over if one.matches(service=service, pattern_id=pattern_id, severity=severity)]
    if not ends:
        return False
    work.episodes.save([told_late(episode, at=max(ends))])
    return True
