"""Whom to tell instead of a developer who could not be."""

from collections.abc import Collection, Sequence
from datetime import datetime

from domain.alerting.news import Circumstances, PlannedNotice, Subject
from domain.alerting.plan import plan_notices
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
)


def plan_fallback(
    dead: Notification,
    *,
    policy: AlertingPolicy,
    told: Collection[str],
    untrusted_sent: int,
    now: datetime,
    summed_up: bool = False,
) -> Sequence[PlannedNotice]:
    """Whom to tell instead, once a developer's message could not be delivered; nobody who is among `told`, and
    nothing for a message that was a fallback itself. `summed_up` puts it into one message with others of this moment.
    """
    undelivered = dead.developer_id is not None and dead.death_reason in _UNDELIVERED
    if not undelivered or dead.reason == NoticeReason.UNDELIVERABLE or Channel.EMAIL not in policy.channels:
        return []
    addresses = [each for each in dict.fromkeys(policy.fallback_recipients) if each not in told]
    return plan_notices(
        [Receiver(channel=Channel.EMAIL, recipient=each, asked=True) for each in addresses if each != dead.recipient],
        Subject(
            pattern_id=dead.pattern_id,
            severity=dead.severity,
            reason=NoticeReason.UNDELIVERABLE,
            trusted=dead.trusted,
            by_hand=True,
            summed_up=summed_up,
        ),
        policy,
        Circumstances(now=now, untrusted_sent=untrusted_sent),
    )
