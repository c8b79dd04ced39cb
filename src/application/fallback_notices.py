"""Whom to tell instead of somebody who cannot be reached."""

from datetime import datetime

from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.written_notices import has_ended, notification_of, told
from domain.alerting import AlertingPolicy, hour_of, plan_fallback
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState

_NOT_UNDER_WAY = (NotificationState.DEAD, NotificationState.SUPPRESSED)


def tell_fallback(work: UnitOfWork, ids: Ids, policy: AlertingPolicy, dead: Notification) -> None:
    """Keep that a notification died, and tell the fallback recipients of what a developer could not be told."""
    now = work.now()
    # Locked, lest two that die at once both tell them.
    episode = work.episodes.lock(dead.episode_id)
    work.history.add([_not_delivered(dead, now)])
    if episode is None or has_ended(episode):
        return
    others = [notice for notice in work.notifications.of_episode(episode.id) if notice.id != dead.id]
    informed = {notice.recipient for notice in others if notice.state not in _NOT_UNDER_WAY}
    taken = 0 if dead.trusted else work.notifications.untrusted_slots_taken(hour_of(now))
    planned = plan_fallback(dead, policy=policy, told=informed, slots_taken=taken, now=now)
    notices = [
        notification_of(plan, notice_id=ids.new(now), episode=episode, trusted=dead.trusted, now=now)
        for plan in planned
    ]
    work.notifications.add(notices)
    work.history.add([told(notice, now) for notice in notices])


def _not_delivered(dead: Notification, now: datetime) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=dead.episode_id,
        at=now,
        action="not_delivered",
        reason="" if dead.death_reason is None else dead.death_reason.value,
        after=dead.recipient or None,
        inputs={"channel": dead.channel.value, "notification": str(dead.id), "answer": dead.last_answer},
    )
