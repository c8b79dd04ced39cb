"""Decisions about who is told, as notifications and as history."""

from datetime import datetime
from uuid import UUID

from domain.alerting import PlannedNotice
from domain.episode import Episode, EpisodeEnd
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState, notice_expires_at


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
