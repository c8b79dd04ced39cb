"""What a channel needs to know to send a notification."""

from application.acts import BY_HAND
from application.ports.notifier import Message
from application.ports.unit_of_work import UnitOfWork
from domain.alerting import NoticeReason
from domain.history import HistoryEntry
from domain.notification import Notification

_BY_HAND = {NoticeReason.ESCALATED.value: "escalated", NoticeReason.ASSIGNED_BY_HAND.value: "assigned"}
"""By the reason of a notice what somebody did that it tells of."""


def message_of(work: UnitOfWork, notification: Notification) -> Message | None:
    """The message, or None once what it tells of was removed."""
    error = work.errors.get(notification.error_id)
    pattern = work.patterns.get(notification.pattern_id)
    episode = work.episodes.get(notification.episode_id)
    if error is None or pattern is None or episode is None:
        return None
    owner = None if episode.owner_id is None else work.developers.get(episode.owner_id)
    return Message(
        notification=notification,
        error=error,
        pattern=pattern,
        episode=episode,
        owner_name=None if owner is None else owner.name,
        idempotency_key=str(notification.id),
        asked_for=_asked_for(work, notification),
    )


def _asked_for(work: UnitOfWork, notification: Notification) -> HistoryEntry | None:
    action = _BY_HAND.get(notification.reason)
    if action is None:
        return None
    entries = [*work.history.of(notification.episode_id), *work.history.of(notification.error_id)]
    to = None if notification.developer_id is None else str(notification.developer_id)
    found = [each for each in entries if (each.action, each.reason, each.after) == (action, BY_HAND, to)]
    return max(found, key=lambda entry: entry.at, default=None)
