"""Whether, and when, what was to be told has reached anybody."""

from datetime import datetime

from application.ports.unit_of_work import UnitOfWork
from domain.delivery import Channel
from domain.episode import Episode
from domain.notification import ARRIVED, Notification, NotificationState

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
    arrived = [moment for notice in at_level if (moment := arrived_at(work, notice)) is not None]
    if arrived:
        return min(arrived)
    return now if any(_waits(work, notice, now) for notice in at_level) else None


def _is_for_somebody(notice: Notification) -> bool:
    """And not for a place where perhaps nobody looks just then."""
    return notice.developer_id is not None or notice.channel is Channel.EMAIL


def _waits(work: UnitOfWork, notice: Notification, now: datetime) -> bool:
    """Whether it is not to be sent yet, which is another thing than that it cannot be."""
    sent = _as_sent(work, notice)
    if sent.state in _NEVER_TO_BE:
        return False
    return sent.attempts == 0 and sent.next_attempt_at is not None and sent.next_attempt_at > now


def _as_sent(work: UnitOfWork, notice: Notification) -> Notification:
    held = notice.state is NotificationState.HELD and notice.digest_id is not None
    return (work.notifications.get(notice.digest_id) if held and notice.digest_id else None) or notice
