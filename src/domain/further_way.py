"""When a critical notice that has not arrived takes another way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.alerting import AlertingPolicy, NoticeReason, Receiver, address_of, ways_of
from domain.delivery import Channel
from domain.developer import Developer
from domain.notification import Notification, NotificationState
from domain.severity import Severity

FURTHER_AFTER = timedelta(minutes=2)
NO_WAY = (
    NoticeReason.CHANNEL_OFF,
    NoticeReason.NO_ADDRESS,
    NoticeReason.NOT_WANTED,
    NoticeReason.SMS_BUDGET_SPENT,
)
"""Reasons for which a person who should be told cannot be, in that channel."""
_CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.SLACK)


def further_way_at(notice: Notification, *, held_until: datetime | None = None) -> datetime | None:
    """When somebody else, or another channel, is tried unless it has arrived: 2 minutes after it should have been sent,
    at once where it cannot be; None for what is not critical or is for no developer.
    """
    if notice.severity is not Severity.CRITICAL or notice.developer_id is None:
        return None
    if notice.state is NotificationState.SUPPRESSED:
        return notice.created_at if notice.reason in NO_WAY else None
    return (notice.sent_from or held_until or notice.created_at) + FURTHER_AFTER


def further_channels(
    developer: Developer, severity: Severity, policy: AlertingPolicy, tried: Sequence[Channel]
) -> list[Receiver]:
    """The ways to reach this person that were not tried, those that they wish first; none where they wish for none."""
    if developer.preferences.wants_none(severity):
        return []
    wished = [way.channel for way in ways_of(developer, severity, policy)]
    return [
        Receiver(channel=channel, recipient=address, developer=developer, asked=True)
        for channel in dict.fromkeys([*wished, *_CHANNELS])
        if channel not in tried and channel in policy.channels and (address := address_of(developer, channel))
        if channel is not Channel.SLACK or policy.slack_people
    ]
