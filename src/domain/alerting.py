"""Who is told of an episode, over which channel, and who is not and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.delivery import Channel
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.notification import DeathReason, Notification
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
    """Senders that may not page had this hour's messages; this one waits for its place in a later hour, or is never
    sent where a day of hours is full."""
    ALREADY_TOLD = "already_told"
    """This person has had a message of the episode that was as bad."""
    TOLD_INSTEAD = "told_instead"
    """Waited as a stranger's message, until a trusted sender's took its place."""
    REOPENED = "reopened"
    IGNORE_LAPSED = "ignore_lapsed"
    ASSIGNED_BY_HAND = "assigned_by_hand"
    ESCALATED = "escalated"
    EPISODE_ENDED = "episode_ended"
    """Waited to be sent until there was nothing to do about it any more."""
    UNDELIVERABLE = "undeliverable"
    """A developer's message could not be delivered: the fallback recipients are told instead."""


NEWS = {
    TriageReason.NEW: NoticeReason.NEW_PATTERN,
    TriageReason.REGRESSED: NoticeReason.REGRESSION,
    TriageReason.RECURRED: NoticeReason.RECURRENCE,
    TriageReason.MORE_SEVERE: NoticeReason.MORE_SEVERE,
    TriageReason.OWNER_WANTED: NoticeReason.ASSIGNED_LATE,
    TriageReason.REOPENED: NoticeReason.REOPENED,
    TriageReason.IGNORE_LAPSED: NoticeReason.IGNORE_LAPSED,
    # Whatever the episode opened as is its news; see `_news`.
    TriageReason.TRUSTED_NOW: NoticeReason.NEW_PATTERN,
}

_HOUR = timedelta(hours=1)
_HOURS_AHEAD = 24
_UNDELIVERED = (DeathReason.REFUSED, DeathReason.OUT_OF_ATTEMPTS, DeathReason.EXPIRED)


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

    def mails(self, severity: Severity | None) -> bool:
        """Whether something of this severity is mailed by itself."""
        return severity is not None and severity.at_least(self.email_minimum)

    def trusts(self, episode: Episode) -> bool:
        """Whether what the episode's mark asks for is a trusted sender's message: such a one caused it, and what
        trusted senders reported would be told without what strangers did.
        """
        return episode.triage is not None and episode.triage.trusted and self.mails(episode.trusted_severity)


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
    trusted: bool,
    slots_taken: int,
    already_told: Collection[str] = (),
    now: datetime,
) -> Sequence[PlannedNotice]:
    """One notice a receiver, in the order owner, further recipients; fallback recipients when nobody owns it.

    Every person who could have been told has an entry, also when the answer is no.

    Args:
        trusted: whether it is a trusted sender's message (`AlertingPolicy.trusts`); others share the budget.
        slots_taken: how many strangers' messages have their time in this hour or later.
        already_told: addresses that have had a message of this episode that was as bad.
    """
    veto = _veto(episode, policy)
    news = NoticeReason.NOBODY_ASSIGNABLE if owner is None else _news(episode, because)
    notices: list[PlannedNotice] = []
    for developer_id, address in _receivers(owner, policy):
        reason = veto or _refusal(address, already_told)
        sent_from: datetime | None = None
        if reason is None:
            sent_from, held = _start(policy, slots_taken, now, trusted=trusted)
            reason = held or news
            slots_taken += sent_from is not None
        notices.append(_planned(address, developer_id, reason, sent_from))
    return notices


def plan_fallback(
    dead: Notification, *, policy: AlertingPolicy, told: Collection[str], slots_taken: int, now: datetime
) -> Sequence[PlannedNotice]:
    """Whom to tell instead, once a developer's message could not be delivered; nobody who is among `told`, and
    nothing for a message that was a fallback itself.
    """
    undelivered = dead.developer_id is not None and dead.death_reason in _UNDELIVERED
    if not undelivered or dead.reason == NoticeReason.UNDELIVERABLE or Channel.EMAIL not in policy.channels:
        return []
    notices: list[PlannedNotice] = []
    for address in dict.fromkeys(policy.fallback_recipients):
        if address not in told and address != dead.recipient:
            sent_from, _ = _start(policy, slots_taken, now, trusted=dead.trusted)
            slots_taken += sent_from is not None
            notices.append(_planned(address, None, NoticeReason.UNDELIVERABLE, sent_from))
    return notices


def plan_by_hand(
    reason: NoticeReason, *, developer: Developer | None, policy: AlertingPolicy, now: datetime
) -> Sequence[PlannedNotice]:
    """Whom to tell because somebody said so, at once and however mild it is: that developer, or else the fallback
    recipients.
    """
    receivers: list[tuple[UUID | None, str]] = [
        (None, address) for address in dict.fromkeys(policy.fallback_recipients)
    ]
    if developer is not None:
        receivers = [(developer.id, developer.email or "")]
    off = None if Channel.EMAIL in policy.channels else NoticeReason.CHANNEL_OFF
    refusals = [off or _refusal(address, ()) for _, address in receivers]
    return [
        _planned(address, developer_id, refusal or reason, now if refusal is None else None)
        for (developer_id, address), refusal in zip(receivers, refusals, strict=True)
    ]


def _planned(
    address: str, developer_id: UUID | None, reason: NoticeReason, sent_from: datetime | None
) -> PlannedNotice:
    return PlannedNotice(
        channel=Channel.EMAIL, recipient=address, developer_id=developer_id, reason=reason, sent_from=sent_from
    )


def _receivers(owner: Developer | None, policy: AlertingPolicy) -> list[tuple[UUID | None, str]]:
    receivers: list[tuple[UUID | None, str]] = [(owner.id, owner.email or "")] if owner else []
    further = policy.email_recipients if owner else (*policy.email_recipients, *policy.fallback_recipients)
    told = {address for _, address in receivers}
    for address in further:
        if address not in told:
            told.add(address)
            receivers.append((None, address))
    return receivers


def _news(episode: Episode, because: TriageReason) -> NoticeReason:
    return NEWS[episode.opened_because if because is TriageReason.TRUSTED_NOW else because]


def _veto(episode: Episode, policy: AlertingPolicy) -> NoticeReason | None:
    if Channel.EMAIL not in policy.channels:
        return NoticeReason.CHANNEL_OFF
    if not policy.mails(episode.severity):
        return NoticeReason.BELOW_CHANNEL_SEVERITY
    return None


def _refusal(address: str, already_told: Collection[str]) -> NoticeReason | None:
    if not address:
        return NoticeReason.NO_ADDRESS
    return NoticeReason.ALREADY_TOLD if address in already_told else None


def _start(
    policy: AlertingPolicy, slots_taken: int, now: datetime, *, trusted: bool
) -> tuple[datetime | None, NoticeReason | None]:
    """When it is sent. Strangers' messages that are too many for this hour stand in line for the next 24, spread
    over each: 12,000 that were all due at one full hour would stand in everybody's way.
    """
    budget = policy.untrusted_messages_per_hour
    if trusted or slots_taken < budget:
        return now, None
    hours, place = divmod(slots_taken, budget) if budget else (_HOURS_AHEAD + 1, 0)
    if hours > _HOURS_AHEAD:
        return None, NoticeReason.UNTRUSTED_BUDGET_SPENT
    return hour_of(now) + _HOUR * (hours + place / budget), NoticeReason.UNTRUSTED_BUDGET_SPENT


def hour_of(now: datetime) -> datetime:
    """When this hour began."""
    return now.replace(minute=0, second=0, microsecond=0)
