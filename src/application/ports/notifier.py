"""A channel that takes messages to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.delivery import AttemptResult, Channel
from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.history import HistoryEntry
from domain.notification import Notification


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
