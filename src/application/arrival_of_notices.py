"""Whether, and when, what was to be told has reached anybody."""

from collections.abc import Sequence
from datetime import datetime

from application.ports.unit_of_work import UnitOfWork
from domain.alerting import NoticeReason
from domain.delivery import Channel
from domain.episode import Episode
from domain.notification import ARRIVED, Notification, NotificationState
from domain.severity import Severity

_NEVER_TO_BE = (NotificationState.DEAD, NotificationState.SUPPRESSED)


def arrived_at(work: UnitOfWork, notice: Notification) -> datetime | None:
    """When its channel took it, or took the digest that tells of it; None where neither has."""
    sent = _as_sent(work, notice)
    return sent.accepted_at or sent.created_at if sent.state in ARRIVED else None


def when_told(work: UnitOfWork, episode: Episode, now: datetime) -> datetime | None:
    """When the first of those at the episode's level was told; now, where that waits for its time still. None where
    nobody was: the channel is away, or everything was given up.
    """
    notices = work.notifications.of_episode(episode.id)
    at_level = [notice for notice in notices if notice.level == episode.level > 0 and _is_for_somebody(notice)]
    told_at = _told_at(work, at_level, now)
    return None if told_at is None else min(told_at, now)


def _is_for_somebody(notice: Notification) -> bool:
    """And not for a place where perhaps nobody looks just then."""
    return notice.developer_id is not None or notice.channel is Channel.EMAIL


def when_owner_told(work: UnitOfWork, episode: Episode, now: datetime, *, least: Severity) -> datetime | None:
    """When the owner, since owning it, was first told of it as that severe or worse; where that waits for its time,
    that time. Now, where all of it was silenced, since the silence's end is told of. None where the owner cannot be
    told: the channel is away, or everything was given up.
    """
    since = episode.assigned_at or episode.opened_at
    own = [
        notice
        for notice in work.notifications.of_episode(episode.id)
        if notice.developer_id == episode.owner_id and notice.severity.at_least(least)
        # What is held may have been begun before: what comes again raises its count.
        if notice.created_at >= since or notice.state is NotificationState.HELD
    ]
    if own and all(notice.reason == NoticeReason.SILENCED for notice in own):
        return now
    return _told_at(work, own, now)


def _told_at(work: UnitOfWork, notices: Sequence[Notification], now: datetime) -> datetime | None:
    """When the first of these arrived, else when the first of those that wait is to be sent."""
    arrived = [moment for notice in notices if (moment := arrived_at(work, notice)) is not None]
    waiting = [moment for notice in notices if (moment := _waits_until(work, notice, now)) is not None]
    return min(arrived or waiting, default=None)


def _waits_until(work: UnitOfWork, notice: Notification, now: datetime) -> datetime | None:
    """When it is to be sent; None where that has come, which is another thing than that it cannot be."""
    sent = _as_sent(work, notice)
    due = sent.next_attempt_at
    if sent.state in _NEVER_TO_BE or sent.attempts > 0 or due is None or due <= now:
        return None
    return due


def _as_sent(work: UnitOfWork, notice: Notification) -> Notification:
    held = notice.state is NotificationState.HELD and notice.digest_id is not None
    return (work.notifications.get(notice.digest_id) if held and notice.digest_id else None) or notice
