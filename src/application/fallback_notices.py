"""Whom to tell instead of somebody who cannot be reached."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from application.digests import digest_not_delivered
from application.further_ways import take_further_way
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.standing_episode import notices_of, standing_episode
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
    critical whoever is next is, at once. Of all that a digest told of likewise, in one message.
    """
    now, telling = work.now(), Telling(ids, policy)
    work.history.add([_not_delivered(dead, now)])
    digest_not_delivered(work, dead, now)
    if dead.kind is NotificationKind.DIGEST:
        for held in work.digests.held_in(dead.id):
            _tell_others(work, telling, replace(held, death_reason=dead.death_reason), now, summed_up=True)
    elif dead.kind is NotificationKind.NOTICE:
        _tell_others(work, telling, dead, now)


def _tell_others(
    work: UnitOfWork, telling: Telling, dead: Notification, now: datetime, *, summed_up: bool = False
) -> None:
    # Locked, lest two that die at once both tell them.
    episode = standing_episode(work, dead.episode_id, lock=True)
    if episode is None or has_ended(episode):
        return
    if dead.severity is Severity.CRITICAL and dead.developer_id is not None:
        take_further_way(work, telling, dead, now=now)
    else:
        _tell_fallback_recipients(work, telling, episode, dead, now, summed_up=summed_up)


def _tell_fallback_recipients(
    work: UnitOfWork, telling: Telling, episode: Episode, dead: Notification, now: datetime, *, summed_up: bool
) -> Sequence[Notification]:
    notices = notices_of(work, {dead.episode_id, episode.id})
    # Who was told before may think since that this person was, too.
    others = [each for each in notices if each.id != dead.id and each.created_at >= dead.created_at]
    informed = {notice.recipient for notice in others if notice.state not in _NOT_UNDER_WAY}
    sent = 0 if dead.trusted else work.notifications.untrusted_slots_taken(hour_of(now))
    planned = plan_fallback(
        dead, policy=telling.policy, told=informed, untrusted_sent=sent, now=now, summed_up=summed_up
    )
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
