"""A channel that takes messages to people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.delivery import AttemptResult, Channel
from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.history import HistoryEntry
from domain.notification import Notification
from domain.thresholds import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """How what came back had been resolved: `by` is the name of a token, `release` the one that it was fixed in; each
    is None where it is not known.
    """

    at: datetime
    by: str | None = None
    release: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What lies behind a notice, as far as that is known. `now` is when one person is told, and `zone` that person's:
    both are None for lists, channels and endpoints. `came_from` is who had it before it was escalated or given away,
    `went_to` whom its level told; `next_up` says who is told at the next, `mended` how what came back was resolved.
    `alert` is the limit that is exceeded where it tells of that. Of a summary there are `texts`, what its errors say by
    their ids: it keeps titles only, so that what is erased is gone.
    """

    now: datetime | None = None
    zone: ZoneInfo | None = None
    came_from: str | None = None
    went_to: tuple[str, ...] = ()
    next_up: str | None = None
    mended: Mended | None = None
    alert: Rule | None = None
    texts: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a notice tells, for the channel to put into its own form. `owner_name` is None where nobody owns the
    episode; `idempotency_key` is the same for each attempt at the notice; `asked_for` is the entry about who had it
    sent and why, where that was somebody.
    """

    notification: Notification
    error: ErrorLog
    pattern: ErrorPattern
    episode: Episode
    owner_name: str | None
    idempotency_key: str
    asked_for: HistoryEntry | None = None
    acknowledge_url: str | None = None
    mention: str | None = None
    background: Background = Background()


class Notifier(Protocol):
    """Sends over one channel."""

    @property
    def channel(self) -> Channel:
        """The channel that it serves."""
        ...

    def send(self, message: Message) -> AttemptResult:
        """Try once, within 30 s, and say what came of it. Never raises for anything that the channel or the message
        does; its answer holds no secret and at most 300 characters.
        """
        ...


Notifiers = Mapping[Channel, Notifier]
