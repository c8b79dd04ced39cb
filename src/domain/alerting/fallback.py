"""Whom to tell instead of a developer who could not be."""

from collections.abc import Collection, Sequence

from domain.alerting.news import Subject
from domain.alerting.policy import AlertingPolicy
from domain.alerting.reasons import NoticeReason
from domain.alerting.receivers import Receiver
from domain.delivery import Channel
from domain.notification import DeathReason, Notification

_UNDELIVERED = (
    DeathReason.REFUSED,
    DeathReason.OUT_OF_ATTEMPTS,
    DeathReason.EXPIRED,
    DeathReason.UNDELIVERED,
    DeathReason.RECEIVER_REMOVED,
)


def receivers_instead(dead: Notification, policy: AlertingPolicy, *, told: Collection[str]) -> Sequence[Receiver]:
    """The fallback recipients, once a developer's message could not be delivered; nobody who is among `told`, and
    nobody for a message that was a fallback itself.
    """
    undelivered = dead.developer_id is not None and dead.death_reason in _UNDELIVERED
    if not undelivered or dead.reason == NoticeReason.UNDELIVERABLE or Channel.EMAIL not in policy.channels:
        return []
    addresses = [each for each in dict.fromkeys(policy.fallback_recipients) if each not in told]
    return [Receiver(channel=Channel.EMAIL, recipient=each, asked=True) for each in addresses if each != dead.recipient]


def subject_instead(dead: Notification) -> Subject:
    """What they are told of."""
    return Subject(
        pattern_id=dead.pattern_id,
        severity=dead.severity,
        reason=NoticeReason.UNDELIVERABLE,
        trusted=dead.trusted,
        by_hand=True,
    )
