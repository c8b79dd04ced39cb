"""What a channel needs to know to send a notification."""

from dataclasses import replace

from application.acknowledge_links import AcknowledgeLinks
from application.acts import BY_HAND
from application.background_of import background_of
from application.digest_body import digest_body
from application.ports.notifier import Message
from application.ports.unit_of_work import UnitOfWork
from domain.alerting import AlertingPolicy, NoticeReason
from domain.delivery import Channel
from domain.episode import Episode
from domain.escalation import EscalationReason
from domain.history import HistoryEntry
from domain.notification import Notification, NotificationKind

_REASONS = (BY_HAND, EscalationReason.OVERDUE.value)
_BY_HAND = {NoticeReason.ESCALATED.value: "escalated", NoticeReason.ASSIGNED_BY_HAND.value: "assigned"}
"""By the reason of a notice what was done that it tells of."""


def message_of(
    work: UnitOfWork,
    notification: Notification,
    policy: AlertingPolicy,
    links: AcknowledgeLinks | None = None,
) -> Message | None:
    """The message, or None once what it tells of was removed. Its link works from the commit on.

    Args:
        policy: by which people are told, and in whose zone those who have none of their own.
        links: None: messages have none.
    """
    error = work.errors.get(notification.error_id)
    if error is None and notification.kind is NotificationKind.DIGEST:
        return _of_what_is_left(work, notification, policy)
    pattern = work.patterns.get(notification.pattern_id)
    episode = work.episodes.get(notification.episode_id)
    if error is None or pattern is None or episode is None:
        return None
    owner = None if episode.owner_id is None else work.developers.get(episode.owner_id)
    asked_for = _asked_for(work, notification)
    return Message(
        notification=notification,
        error=error,
        pattern=pattern,
        episode=episode,
        owner_name=None if owner is None else owner.name,
        idempotency_key=str(notification.id),
        asked_for=asked_for,
        acknowledge_url=None if links is None else links.url_for(work, notification, episode),
        mention=_mention(work, notification, episode),
        background=background_of(work, notification, episode, pattern, asked_for, policy=policy),
    )


def _of_what_is_left(work: UnitOfWork, digest: Notification, policy: AlertingPolicy) -> Message | None:
    """A digest whose worst error was removed since it was frozen still tells of the others: it is filed under the next
    of them.
    """
    found = (work.errors.get(line.error_id) for line in digest_body(digest.body).lines)
    error = next((each for each in found if each is not None and each.episode_id is not None), None)
    if error is None or error.episode_id is None:
        return None
    lead = replace(digest, error_id=error.id, pattern_id=error.pattern_id, episode_id=error.episode_id)
    return message_of(work, lead, policy)


def _mention(work: UnitOfWork, notification: Notification, episode: Episode) -> str | None:
    """In a channel of Slack, who is on call for the service there, the owner before others; else the owner."""
    if notification.channel is not Channel.SLACK or notification.developer_id is not None:
        return None
    on_call = work.on_call.at(work.now(), episode.service).people
    owner = [] if episode.owner_id is None else [episode.owner_id]
    asked = sorted(on_call, key=lambda one: (one not in owner, one)) + owner
    found = (work.developers.get(one) for one in asked)
    return next((one.slack_id for one in found if one is not None and one.slack_id and one.can_be_asked), None)


def _asked_for(work: UnitOfWork, notification: Notification) -> HistoryEntry | None:
    action = _BY_HAND.get(notification.reason)
    if action is None:
        return None
    entries = [*work.history.of(notification.episode_id), *work.history.of(notification.error_id)]
    found = [each for each in entries if each.action == action and each.reason in _REASONS]
    if notification.developer_id is None and notification.channel is not Channel.EMAIL:
        # A place that looks on: whoever was told at that level.
        found = [each for each in found if each.inputs.get("level") == notification.level]
    else:
        to = None if notification.developer_id is None else str(notification.developer_id)
        found = [each for each in found if each.after == to]
    return max(found, key=lambda entry: entry.at, default=None)
