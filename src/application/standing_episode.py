"""The episode that speaks for another since a merge."""

from collections.abc import Callable, Collection, Iterable
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


def lock_standing(work: UnitOfWork, episode_ids: Collection[UUID]) -> None:
    """Lock those that speak for these, and these, each by its id, so that others who lock several do not wait in a
    ring.
    """
    standing = (standing_episode(work, each) for each in episode_ids)
    for each in sorted({*episode_ids, *(one.id for one in standing if one is not None)}):
        work.episodes.lock(each)


def notices_of(work: UnitOfWork, episode_ids: Iterable[UUID]) -> list[Notification]:
    """What was written to tell of these, whether or not it was sent."""
    return [notice for each in episode_ids for notice in work.notifications.of_episode(each)]
