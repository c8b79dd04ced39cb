"""What goes with the end of an episode: nobody is told of it any more."""

from collections.abc import Sequence
from datetime import datetime

from application.acts import Act
from application.ports.unit_of_work import UnitOfWork
from application.written_notices import told
from domain.alerting import NoticeReason
from domain.episode import Episode, EpisodeEnd
from domain.episode_lifecycle import end_episode
from domain.history import HistoryEntry, SubjectKind


def end_at_once(work: UnitOfWork, episode: Episode, end: EpisodeEnd, *, at: datetime, act: Act) -> None:
    """Close a locked episode whole; its errors follow in batches (`CarryEpisodes`)."""
    ended = end_episode(episode, end, at=at)
    work.episodes.save([ended])
    work.history.add([ended_entry(ended, at=at, act=act), *after_end(work, ended, at=at)])


def after_end(work: UnitOfWork, episode: Episode, *, at: datetime) -> Sequence[HistoryEntry]:
    """Withdraw what waits to be sent about a closed episode, and say so; what is being sent right now arrives."""
    withdrawn = [
        notice.called_off(NoticeReason.EPISODE_ENDED) for notice in work.notifications.lock_waiting(episode.id)
    ]
    work.notifications.save(withdrawn)
    return [told(notice, at) for notice in withdrawn]


def ended_entry(episode: Episode, *, at: datetime, act: Act | None = None) -> HistoryEntry:
    """The end itself; `act` is None where it came with the last of its errors."""
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=at,
        action="closed",
        reason="" if episode.closed_as is None else episode.closed_as.value,
        actor="system" if act is None else act.actor,
        before="open",
        after="closed",
        inputs={"note": None if act is None else act.said},
    )
