"""Who is told of an episode, over which channel, and who is not and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.notification import Channel
from domain.severity import Severity


class NoticeReason(StrEnum):
    """Why a notice is sent, or is not."""

    NEW_PATTERN = "new_pattern"
    REGRESSION = "regression"
    RECURRENCE = "recurrence"
    MORE_SEVERE = "more_severe"
    ASSIGNED_LATE = "assigned_late"
    """An owner was found after developers changed."""
    NOBODY_ASSIGNABLE = "nobody_assignable"
    """Nobody fits: the fallback recipients are told instead."""
    BELOW_CHANNEL_SEVERITY = "below_channel_severity"
    CHANNEL_OFF = "channel_off"
    NO_ADDRESS = "no_address"
    UNTRUSTED_BUDGET_SPENT = "untrusted_budget_spent"
    """Senders that may not page had this hour's messages; this one waits for the next hour."""


NEWS = {
    TriageReason.NEW: NoticeReason.NEW_PATTERN,
    TriageReason.REGRESSED: NoticeReason.REGRESSION,
    TriageReason.RECURRED: NoticeReason.RECURRENCE,
    TriageReason.MORE_SEVERE: NoticeReason.MORE_SEVERE,
    TriageReason.OWNER_WANTED: NoticeReason.ASSIGNED_LATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingPolicy:
    """What staff set: the channels that are on, the least severity that email tells of by itself, further
    recipients of every email, those who are told when nobody can be assigned, and how many messages
    senders that may not page can cause in an hour.
    """

    channels: frozenset[Channel] = frozenset({Channel.EMAIL})
    email_minimum: Severity = Severity.HIGH
    email_recipients: tuple[str, ...] = ()
    fallback_recipients: tuple[str, ...] = ()
    untrusted_messages_per_hour: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNotice:
    """One decision: `sent_from` is when it may first be sent, None when it never is (`reason` says why)."""

    channel: Channel
    recipient: str
    developer_id: UUID | None
    reason: NoticeReason
    sent_from: datetime | None


def plan_notices(
    episode: Episode,
    because: TriageReason,
    *,
    owner: Developer | None,
    policy: AlertingPolicy,
    untrusted_sent_this_hour: int,
    now: datetime,
) -> Sequence[PlannedNotice]:
    """One notice a receiver, in the order owner, further recipients; fallback recipients when nobody owns it.

    Every person who could have been told has an entry, also when the answer is no.
    """
    receivers = _receivers(owner, policy)
    veto = _veto(episode, policy)
    sent_from, held = _start(episode, policy, untrusted_sent_this_hour, now)
    news = NoticeReason.NOBODY_ASSIGNABLE if owner is None else NEWS[because]
    notices = []
    for developer_id, address in receivers:
        reason = veto or (NoticeReason.NO_ADDRESS if not address else held or news)
        stopped = veto is not None or not address
        notices.append(
            PlannedNotice(
                channel=Channel.EMAIL,
                recipient=address,
                developer_id=developer_id,
                reason=reason,
                sent_from=None if stopped else sent_from,
            )
        )
    return notices


def _receivers(owner: Developer | None, policy: AlertingPolicy) -> list[tuple[UUID | None, str]]:
    receivers: list[tuple[UUID | None, str]] = [(owner.id, owner.email or "")] if owner else []
    further = policy.email_recipients if owner else (*policy.email_recipients, *policy.fallback_recipients)
    told = {address for _, address in receivers}
    for address in further:
        if address not in told:
            told.add(address)
            receivers.append((None, address))
    return receivers


def _veto(episode: Episode, policy: AlertingPolicy) -> NoticeReason | None:
    if Channel.EMAIL not in policy.channels:
        return NoticeReason.CHANNEL_OFF
    if not episode.severity.at_least(policy.email_minimum):
        return NoticeReason.BELOW_CHANNEL_SEVERITY
    return None


def _start(
    episode: Episode, policy: AlertingPolicy, untrusted_sent: int, now: datetime
) -> tuple[datetime, NoticeReason | None]:
    if episode.trusted or untrusted_sent < policy.untrusted_messages_per_hour:
        return now, None
    next_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return next_hour, NoticeReason.UNTRUSTED_BUDGET_SPENT
