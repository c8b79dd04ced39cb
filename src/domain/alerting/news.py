"""What there is to tell, what is known then, and what is decided about each receiver."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.alerting.reasons import NoticeReason
from domain.delivery import Channel
from domain.severity import Severity
from domain.silence import Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is told of, and as what. `by_hand` says whether somebody, or a deadline, asks for the receiver by name;
    `summed_up` whether it goes with much else for the same one; `imported` whether it happened long ago.
    """

    pattern_id: UUID
    severity: Severity
    reason: NoticeReason
    trusted: bool
    by_hand: bool = False
    summed_up: bool = False
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LatelySent:
    """What one receiver was sent, or is being sent: `in_hour` messages in the last hour, and the worst that was told of
    the pattern within the quiet period, None where nothing was.
    """

    in_hour: int = 0
    worst: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a decision rests on besides its subject. `already_told` are addresses that have had a message of the episode
    that was as bad, `untrusted_sent` the messages that strangers caused in this hour, `sms_sent` the day's text
    messages.
    """

    now: datetime
    lately: Mapping[tuple[Channel, str], LatelySent] = field(default_factory=dict)
    already_told: Collection[str] = ()
    untrusted_sent: int = 0
    sms_sent: int = 0
    silence: Silence | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a receiver is not told now; `held_until` is when a digest tells it, None where it is not told at all."""

    reason: NoticeReason
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNotice:
    """One decision: `sent_from` is when it may first be sent, `held_until` when a digest is due that tells it; both are
    None where it is never told (`reason` says why).
    """

    channel: Channel
    recipient: str
    developer_id: UUID | None
    reason: NoticeReason
    sent_from: datetime | None
    held_until: datetime | None = None
