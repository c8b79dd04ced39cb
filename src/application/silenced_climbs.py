"""What is silenced does not go up a level meanwhile."""

from dataclasses import replace
from datetime import datetime, timedelta

from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode
from domain.escalation import interval_of
from domain.history import HistoryEntry, SubjectKind

LOOK_AGAIN = timedelta(minutes=5)
"""A silence can be ended before its time."""
_ACTION = "climb_silenced"


def climb_is_silenced(work: UnitOfWork, episode: Episode, now: datetime) -> bool:
    """Whether an episode whose climb is due stays where it is since it is silenced; then it is saved, due again at the
    silence's end, or in 5 minutes to see whether that has come. It is said once in the episode's history.
    """
    silence = work.silences.matching(episode, episode.severity)
    if silence is None:
        return False
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
