"""One message to one person over one channel, from being due to being read or given up."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.delivery import AttemptResult, Channel, DeliveryOutcome, DeliveryStatus, Fate
from domain.errors import Conflict
from domain.retries import poll_after, wait_after
from domain.severity import Severity


class NotificationKind(StrEnum):
    """What a notification is."""

    NOTICE = "notice"
    """Of one episode."""
    DIGEST = "digest"
    """Sums up what was held back for one receiver; frozen when it is first claimed."""
    SUMMARY = "summary"
    """The day's, for one receiver."""


class NotificationState(StrEnum):
    """pending → sending → accepted → delivered → read, or failed → retried (failed again) → dead."""

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    """The last attempt failed; another is due."""
    DEAD = "dead"
    """Given up: refused for good, out of attempts, or expired."""
    SUPPRESSED = "suppressed"
    """Never to be sent, by the rule that `reason` names."""
    HELD = "held"
    """Not sent by itself: the digest `digest_id` tells of it."""


ARRIVED = (NotificationState.ACCEPTED, NotificationState.DELIVERED, NotificationState.READ)
"""States of what its channel took."""

_STILL_TO_BE_SENT = frozenset(NotificationState) - {*ARRIVED, NotificationState.DEAD, NotificationState.SUPPRESSED}


class DeathReason(StrEnum):
    """Why a notification was given up."""

    REFUSED = "refused"
    OUT_OF_ATTEMPTS = "out_of_attempts"
    EXPIRED = "expired"
    UNDELIVERED = "undelivered"
    """The provider took it, and could not bring it to the receiver."""
    SUBJECT_GONE = "subject_gone"
    """The error that it tells of was removed before it could be sent."""
    RECEIVER_REMOVED = "receiver_removed"
    """The developer was removed before it could be sent."""


ATTEMPT_LIMIT = 3
"""Answers about the message before it is given up (the document's 3 attempts)."""

LEASE = timedelta(seconds=60)
"""How long a worker owns what it claimed; longer than any timeout of a delivery."""

_LIFETIMES = {Severity.CRITICAL: timedelta(hours=24), Severity.HIGH: timedelta(hours=24)}
_LIFETIME = timedelta(hours=48)
_TELL_LATER = frozenset({Channel.SMS})
"""Channels whose provider is asked what became of a message that it took."""


def notice_expires_at(severity: Severity, created_at: datetime) -> datetime:
    """Until when a notice is worth sending: 24 h for critical and high, 48 h for the rest."""
    return created_at + _LIFETIMES.get(severity, _LIFETIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """`reason` says why it was written (or suppressed), `recipient` is the address in its channel.

    `attempts` counts every attempt, `answers` those that used one of the three up. `next_attempt_at` is None
    when nothing is due any more. `lease_owner` holds it until `lease_until` while it is being sent, and it is due
    again then. `sent_from` is when it might first be sent, None when it never might.

    A digest or a summary tells of several episodes; it is filed under the worst of them. `body` is what it says, in
    JSON, from `frozen_at` on. `level` is the escalation level that it tells of. `repeats` counts what happened again
    and is told with it. `provider_id` is the provider's name for the message; its fate is asked at `poll_at`. At
    `further_at` the next way is taken unless it has arrived.
    """

    id: UUID
    episode_id: UUID
    pattern_id: UUID
    error_id: UUID
    developer_id: UUID | None
    channel: Channel
    recipient: str
    severity: Severity
    reason: str
    state: NotificationState
    created_at: datetime
    expires_at: datetime
    next_attempt_at: datetime | None
    trusted: bool = True
    attempts: int = 0
    answers: int = 0
    unreachable: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = None
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    last_answer: str | None = None
    death_reason: DeathReason | None = None
    sent_from: datetime | None = None
    kind: NotificationKind = NotificationKind.NOTICE
    level: int = 0
    repeats: int = 0
    provider_id: str | None = None
    poll_at: datetime | None = None
    further_at: datetime | None = None
    digest_id: UUID | None = None
    frozen_at: datetime | None = None
    body: str | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether a worker may claim it: its time has come and nobody holds a living lease."""
        if self.next_attempt_at is None or self.next_attempt_at > now:
            return False
        return self.lease_until is None or self.lease_until <= now

    def claimed(self, owner: str, *, now: datetime) -> "Notification":
        """In the hands of `owner` for the length of a lease. Raises Conflict unless it is due."""
        if not self.is_due(now):
            raise Conflict("the notification is not due, or another worker holds it")
        return replace(
            self,
            state=NotificationState.SENDING,
            attempts=self.attempts + 1,
            next_attempt_at=now + LEASE,
            lease_owner=owner,
            lease_until=now + LEASE,
        )

    def expired(self, now: datetime) -> bool:
        """Whether it is too late to be worth sending."""
        return now >= self.expires_at

    def given_up(self, reason: DeathReason, *, answer: str) -> "Notification":
        """Dead, with the reason and the last answer."""
        return replace(
            self._released(),
            state=NotificationState.DEAD,
            death_reason=reason,
            last_answer=answer,
            next_attempt_at=None,
            poll_at=None,
        )

    def withdrawn(self, reason: str) -> "Notification":
        """Never to be sent, for this reason. Raises Conflict once it was tried."""
        if self.state not in (NotificationState.PENDING, NotificationState.HELD):
            raise Conflict("only a notification that was never tried can be withdrawn")
        return replace(self.called_off(reason), sent_from=None)

    def called_off(self, reason: str) -> "Notification":
        """Not to be sent any more, for this reason, whether or not it was tried before. The caller sees to it that
        nobody is sending it. Raises Conflict once it arrived or was given up.
        """
        if self.state not in _STILL_TO_BE_SENT:
            raise Conflict("only a notification that is still to be sent can be called off")
        off = replace(self._released(), state=NotificationState.SUPPRESSED, reason=reason)
        # Nor is another way taken.
        return replace(off, next_attempt_at=None, further_at=None)

    def read(self, now: datetime) -> "Notification":
        """Somebody has read it; read again, it stays as it was. Raises Conflict for one that nobody was sent."""
        if self.state is NotificationState.READ:
            return self
        if self.state not in (NotificationState.ACCEPTED, NotificationState.DELIVERED):
            raise Conflict(f"only what was delivered can have been read: this notification is {self.state.value}")
        return replace(self, state=NotificationState.READ, read_at=now)

    def after(self, result: AttemptResult, *, now: datetime, jitter: float) -> "Notification":
        """After the attempt that the holder made.

        Args:
            jitter: a number from 0 up to 1 that spreads the retries of many notices.

        Raises:
            Conflict: it is not being sent.
        """
        if self.state is not NotificationState.SENDING:
            raise Conflict("only a notification that is being sent has a result")
        match result.outcome:
            case DeliveryOutcome.ACCEPTED:
                return self._accepted(result, now)
            case DeliveryOutcome.REFUSED:
                refused = replace(self, answers=self.answers + 1)
                return refused.given_up(DeathReason.REFUSED, answer=result.answer)
            case DeliveryOutcome.DEFERRED | DeliveryOutcome.UNKNOWN:
                deferred = replace(self, answers=self.answers + 1, unreachable=0)
                if deferred.answers >= ATTEMPT_LIMIT:
                    return deferred.given_up(DeathReason.OUT_OF_ATTEMPTS, answer=result.answer)
            case _:
                deferred = replace(self, unreachable=self.unreachable + 1)
        failures = {"answers": deferred.answers, "unreachable": deferred.unreachable}
        wait = wait_after(result, **failures, jitter=jitter)
        if now + wait >= self.expires_at:
            return deferred.given_up(DeathReason.EXPIRED, answer=result.answer)
        return replace(
            deferred._released(),  # noqa: SLF001
            state=NotificationState.FAILED,
            next_attempt_at=now + wait,
            last_answer=result.answer,
        )

    def _accepted(self, result: AttemptResult, now: datetime) -> "Notification":
        asked_for = result.provider_id is not None and self.channel in _TELL_LATER
        return replace(
            self._released(),
            state=NotificationState.ACCEPTED,
            answers=self.answers + 1,
            accepted_at=now,
            last_answer=result.answer,
            next_attempt_at=None,
            provider_id=result.provider_id,
            poll_at=poll_after(now, now) if asked_for else None,
        )

    def asked_about(self, now: datetime) -> "Notification":
        """Being asked about now, by `poll_after`."""
        return replace(self, poll_at=poll_after(self.accepted_at or now, now))

    def fated(self, status: DeliveryStatus, now: datetime) -> "Notification":
        """After its provider said what became of it: delivered, dead, or as it was. One that was read stays so."""
        if self.state is not NotificationState.ACCEPTED or status.fate is Fate.UNDER_WAY:
            return self
        if status.fate is Fate.UNDELIVERED:
            return self.given_up(DeathReason.UNDELIVERED, answer=status.answer)
        delivered = replace(self, state=NotificationState.DELIVERED, delivered_at=now, poll_at=None)
        return replace(delivered, last_answer=status.answer)

    def _released(self) -> "Notification":
        return replace(self, lease_owner=None, lease_until=None)
