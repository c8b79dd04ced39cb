"""Decisions about who is told, as notifications and as history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from domain.alerting import AlertingPolicy, NoticeReason, PlannedNotice, hour_of, plan_by_hand, plan_fallback
from domain.developer import Developer
from domain.episode import Episode, EpisodeEnd
from domain.error_log import ErrorLog
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState, notice_expires_at

_NOT_UNDER_WAY = (NotificationState.DEAD, NotificationState.SUPPRESSED)


def notification_of(
    plan: PlannedNotice, *, notice_id: UUID, episode: Episode, trusted: bool, now: datetime
) -> Notification:
    """The notification that carries out the plan, or keeps why nothing is sent."""
    return Notification(
        id=notice_id,
        episode_id=episode.id,
        pattern_id=episode.pattern_id,
        error_id=episode.last_error_id,
        developer_id=plan.developer_id,
        channel=plan.channel,
        recipient=plan.recipient,
        severity=episode.severity,
        reason=plan.reason,
        state=NotificationState.SUPPRESSED if plan.sent_from is None else NotificationState.PENDING,
        created_at=now,
        # What has to wait for its time is worth sending as long as if it were written then.
        expires_at=notice_expires_at(episode.severity, plan.sent_from or now),
        next_attempt_at=plan.sent_from,
        trusted=trusted,
        sent_from=plan.sent_from,
    )


def told(notice: Notification, now: datetime) -> HistoryEntry:
    """The decision to tell somebody, or not to."""
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=notice.episode_id,
        at=now,
        action="not_told" if notice.state is NotificationState.SUPPRESSED else "told",
        reason=notice.reason,
        after=notice.recipient or None,
        inputs={
            "channel": notice.channel.value,
            "notification": str(notice.id),
            "severity": notice.severity.value,
            "sent_from": None if notice.next_attempt_at is None else notice.next_attempt_at.isoformat(),
        },
    )


def has_ended(episode: Episode) -> bool:
    """Whether there is nothing to tell of it any more; of one that was merged into another there is."""
    return episode.closed_at is not None and episode.closed_as is not EpisodeEnd.MERGED


def tell_by_hand(
    work: UnitOfWork,
    ids: Ids,
    policy: AlertingPolicy,
    episode: Episode,
    *,
    reason: NoticeReason,
    developer: Developer | None,
    error: ErrorLog | None = None,
) -> Sequence[Notification]:
    """Tell a developer, or the fallback recipients, because somebody said so; `error` is the one that it is about,
    where it is one.
    """
    now = work.now()
    planned = plan_by_hand(reason, developer=developer, policy=policy, now=now)
    notices = [
        notification_of(plan, notice_id=ids.new(now), episode=episode, trusted=True, now=now) for plan in planned
    ]
    if error is not None:
        notices = [replace(notice, error_id=error.id, severity=error.severity) for notice in notices]
    work.notifications.add(notices)
    work.history.add([told(notice, now) for notice in notices])
    return notices


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
