"""Notifications as people look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.delivery import Attempt, Channel
from domain.notification import Notification, NotificationState
from domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationFilter:
    """What a list shows: every field that is not empty narrows it, several values of one widen it. A pattern that
    others were merged into stands for those too. `since` and `until` are about when it was written.
    """

    states: tuple[NotificationState, ...] = ()
    channels: tuple[Channel, ...] = ()
    developers: tuple[UUID, ...] = ()
    severities: tuple[Severity, ...] = ()
    reasons: tuple[str, ...] = ()
    episodes: tuple[UUID, ...] = ()
    patterns: tuple[UUID, ...] = ()
    errors: tuple[UUID, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationPage:
    """A page, newest first; cursors, `count_capped` and `partial` mean what they mean for errors (`ErrorPage`)."""

    notifications: Sequence[Notification]
    older_than: UUID | None
    newer_than: UUID | None
    count: int
    count_capped: bool
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationDetail:
    """One notification with every attempt in their order. `developer_name` is None where it went to no developer."""

    notification: Notification
    attempts: Sequence[Attempt]
    developer_name: str | None


class NotificationReader(Protocol):
    """Reads of notifications; their pattern is the one that stands for it today."""

    def page(
        self, wanted: NotificationFilter, *, limit: int, older_than: UUID | None = None, newer_than: UUID | None = None
    ) -> NotificationPage:
        """A page of at most `limit`, by keyset over the time-ordered id."""
        ...

    def detail(self, notification_id: UUID) -> NotificationDetail | None:
        """One notification with its attempts; None if unknown."""
        ...

    def of_episodes(self, episode_ids: Sequence[UUID], *, limit: int) -> Sequence[NotificationDetail]:
        """The newest `limit` notifications of these episodes, each with its attempts, oldest first."""
        ...
