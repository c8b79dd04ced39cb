"""Write to an episode's errors what the episode says for them."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from uuid import UUID

from application.pace import pause_after
from application.ports.error_repository import CarryPlace
from application.ports.unit_of_work import Store, UnitOfWork
from domain.episode import Episode, EpisodeEnd
from domain.error_log import ErrorStatus
from domain.retention import RetentionPolicy

_FIRST, _FEWEST = 200, 20
_WANTED_S = 0.02
"""How long a batch may take: with SQLite nobody else writes meanwhile, and ingest waits."""

_Reached = tuple[tuple[UUID, UUID | None], CarryPlace]
"""Of which episode and owner, and where."""


class CarryEpisodes:
    """- An owner is given to the open errors that an episode had before, and taken from them where the episode has none
      any more; those that were given to somebody by hand are left alone.
    - The end of an episode that was resolved or ignored as a whole is written to its open errors.
    - The open errors of an episode that was merged into another are moved there; the other is carried again then.
    - Small batches, each a transaction that changes nothing if it is done again, of as many errors as take some 20 ms,
      with pauses of twice that: an episode of a million errors does not slow ingest down. Until it is done, readers
      show what the episode says.
    """

    def __init__(
        self,
        store: Store,
        retention: RetentionPolicy,
        *,
        limit_errors: int = 2_000,
        pause: Callable[[float], bool] = lambda _: False,
    ) -> None:
        """
        Args:
            limit_errors: how many a batch takes at most.
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        self._store = store
        self._retention = retention
        self._most = limit_errors
        self._limit = min(_FIRST, limit_errors)
        self._pause = pause
        self._reached: _Reached | None = None

    def execute(self) -> bool:
        """One batch of one episode; whether there was anything to carry. Raises StoreUnavailable."""
        with self._store.writing() as work:
            claimed = work.episodes.claim_uncarried(1)
            if not claimed:
                return False
            began_s = monotonic()
            limit = self._limit
            reached, self._reached = self._reached, None
            changed = self._carry(work, claimed[0], limit, reached)
            # What came to lie before that place meanwhile is found by another look, from the start.
            if changed < limit and reached is None:
                work.episodes.save([replace(claimed[0], carried=True)])
            work.commit(announce=False)
        took_s = monotonic() - began_s
        self._adapt(took_s, full=changed == limit)
        self._pause(pause_after(took_s))
        return True

    def _carry(self, work: UnitOfWork, episode: Episode, limit: int, reached: _Reached | None) -> int:
        if episode.closed_as is EpisodeEnd.MERGED and episode.merged_into is not None:
            return _move(work, episode, episode.merged_into, limit)
        if episode.closed_at is None:
            return self._give_owner(work, episode, limit, reached)
        if episode.closed_as is EpisodeEnd.IGNORED:
            ignored = ErrorStatus.IGNORED
            return work.errors.give_end(episode, ignored, resolved_at=None, expires_at=None, limit=limit)
        at = episode.closed_at
        expires_at = self._retention.error_expires_at(received_at=at, resolved_at=at)
        resolved = ErrorStatus.RESOLVED
        return work.errors.give_end(episode, resolved, resolved_at=at, expires_at=expires_at, limit=limit)

    def _give_owner(self, work: UnitOfWork, episode: Episode, limit: int, reached: _Reached | None) -> int:
        """From where the last batch ended, lest each looks through all that the others before it have changed."""
        whose = episode.id, episode.owner_id
        begin = reached[1] if reached is not None and reached[0] == whose else None
        changed, last = work.errors.give_owner(*whose, limit=limit, begin=begin)
        if changed == limit and last is not None:
            self._reached = whose, last
        return changed

    def _adapt(self, took_s: float, *, full: bool) -> None:
        if took_s > _WANTED_S:
            self._limit = max(self._limit // 2, min(_FEWEST, self._most))
        elif full and took_s < _WANTED_S / 2:
            self._limit = min(self._limit * 5 // 4 + 1, self._most)


def _move(work: UnitOfWork, episode: Episode, target_id: UUID, limit: int) -> int:
    target = work.episodes.lock(target_id)
    moved = work.errors.move_open(episode.id, target_id, limit=limit)
    if moved and target is not None and target.carried:
        work.episodes.save([replace(target, carried=False)])
    return moved
