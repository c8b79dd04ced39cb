"""The episode that speaks for another since a merge."""

from collections.abc import Callable, Iterable
from uuid import UUID

from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode
from domain.notification import Notification


def standing_episode(work: UnitOfWork, episode_id: UUID, *, lock: bool = False) -> Episode | None:
    """The one that it was merged into, and on to the last; itself where it was not. None where one was removed.

    Args:
        lock: whether those on the way are to be locked.
    """
    find: Callable[[UUID], Episode | None] = work.episodes.lock if lock else work.episodes.get
    episode = find(episode_id)
    while episode is not None and episode.merged_into is not None:
        episode = find(episode.merged_into)
    return episode


def notices_of(work: UnitOfWork, episode_ids: Iterable[UUID]) -> list[Notification]:
    """What was written to tell of these, whether or not it was sent."""
    return [notice for each in episode_ids for notice in work.notifications.of_episode(each)]
