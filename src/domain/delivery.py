"""One attempt to take a message to somebody, and what a channel says of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """The ways to reach somebody."""

    EMAIL = "email"
    SLACK = "slack"
    SMS = "sms"
    WEBHOOK = "webhook"


class DeliveryOutcome(StrEnum):
    """What a channel says of one attempt."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """The message was refused for good: trying again cannot help."""
    DEFERRED = "deferred"
    """The message was refused for now; uses up an attempt."""
    UNREACHABLE = "unreachable"
    """The channel gave no answer about the message; tried until the notice expires."""
    UNKNOWN = "unknown"
    """Handed over, and no answer came: it may have been delivered. It is sent again; said by the channel, it uses up
    an attempt, lest a slow server be sent copies for hours; recorded for a worker that died, it does not."""


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """How one attempt ended: the outcome, and the provider's own words (redacted by the channel). `provider_id` is the
    provider's name for the message where it has one. `retry_after` is how long it asked to be left alone. `thread` is
    where later news of the same episode can be added, for a message that began one.
    """

    outcome: DeliveryOutcome
    answer: str
    provider_id: str | None = None
    retry_after: timedelta | None = None
    thread: str | None = None


class Fate(StrEnum):
    """What became of a message that a provider took."""

    UNDER_WAY = "under_way"
    """Not known yet, or the provider did not say."""
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    """The provider gave it up."""


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """What a provider says of a message that it took, in its own words (redacted by the channel)."""

    fate: Fate
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt on record; `ended_at` is None while it runs, or when its worker died in it."""

    id: UUID
    notification_id: UUID
    number: int
    worker: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: DeliveryOutcome | None = None
    answer: str | None = None


def backoff(failures: int, *, first: timedelta, longest: timedelta, jitter: float) -> timedelta:
    """The wait before the next attempt: doubling from `first`, at most `longest`, of which the upper half is
    spread by `jitter` ("equal jitter" in the exponential back-off literature).
    """
    whole: timedelta = min(first * 2 ** min(failures - 1, 20), longest)
    return whole / 2 + whole / 2 * jitter
