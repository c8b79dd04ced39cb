"""Give an episode's owner to the errors that it had before it was assigned."""

from dataclasses import replace

from application.ports.unit_of_work import Store


class CarryOwners:
    """Small idempotent batches, so that an episode of a million errors never blocks ingest; until it is done, readers
    take the errors of an owned episode as assigned.
    """

    def __init__(self, store: Store, *, limit_episodes: int = 5, limit_errors: int = 500) -> None:
        self._store = store
        self._limit_episodes = limit_episodes
        self._limit_errors = limit_errors

    def execute(self) -> int:
        """One batch; how many episodes it looked at, zero when none waits. Raises StoreUnavailable."""
        with self._store.writing() as work:
            episodes = work.episodes.claim_uncarried(self._limit_episodes)
            if not episodes:
                return 0
            for episode in episodes:
                limit = self._limit_errors
                given = (
                    0 if episode.owner_id is None else work.errors.give_owner(episode.id, episode.owner_id, limit=limit)
                )
                if given < limit:
                    work.episodes.save([replace(episode, carried=True)])
            work.commit(announce=False)
        return len(episodes)
