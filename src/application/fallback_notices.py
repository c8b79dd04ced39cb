"""Whom to tell instead of somebody who cannot be reached."""

from collections.abc import Sequence
from datetime import datetime

from application.digests import digest_not_delivered
from application.further_ways import take_further_way
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.written_notices import News, Telling, carry_out
from domain.alerting import AlertingPolicy, NoticeReason, hour_of, plan_fallback
from domain.episode import Episode
from domain.episode_lifecycle import has_ended
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationKind, NotificationState
from domain.severity import Severity

_NOT_UNDER_WAY = (NotificationState.DEAD, NotificationState.SUPPRESSED)


def tell_fallback(work: UnitOfWork, ids: Ids, policy: AlertingPolicy, dead: Notification) -> None:
    """Keep that a notification died. Of what a developer could not be told, the fallback recipients are; of what is
    critical whoever is next is, at once.
    """
    now = work.now()
    # Locked, lest two that die at once both tell them.
    episode = work.episodes.lock(dead.episode_id)
    work.history.add([_not_delivered(dead, now)])
    digest_not_delivered(work, dead, now)
    telling = Telling(ids, policy)
    if dead.kind is NotificationKind.DIGEST:
        for held in work.digests.held_in(dead.id):
            if held.severity is Severity.CRITICAL:
                take_further_way(work, telling, held, now=now)
    elif episode is None or has_ended(episode) or dead.kind is not NotificationKind.NOTICE:
        return
    elif dead.severity is Severity.CRITICAL and dead.developer_id is not None:
        take_further_way(work, telling, dead, now=now)
    else:
        _tell_fallback_recipients(work, telling, episode, dead, now)


def _tell_fallback_recipients(
    work: UnitOfWork, telling: Telling, episode: Episode, dead: Notification, now: datetime
) -> Sequence[Notification]:
    others = [notice for notice in work.notifications.of_episode(episode.id) if notice.id != dead.id]
    informed = {notice.recipient for notice in others if notice.state not in _NOT_UNDER_WAY}
    sent = 0 if dead.trusted else work.notifications.untrusted_slots_taken(hour_of(now))
    planned = plan_fallback(dead, policy=telling.policy, told=informed, untrusted_sent=sent, now=now)
    news = News(episode=episode, reason=NoticeReason.UNDELIVERABLE, trusted=dead.trusted, level=dead.level)
    return carry_out(work, telling, news, planned)


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
