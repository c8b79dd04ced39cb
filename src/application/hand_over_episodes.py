"""Take from removed developers what they still own, so that others are asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from time import monotonic
from uuid import UUID

from application.pace import pause_after
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.episode import Episode
from domain.history import HistoryEntry, SubjectKind


class HandOverEpisodes:
    """Small batches, so that neither ingest nor triage waits for somebody's hundred thousand open episodes.

    - An open episode of a removed developer has no owner any more and waits for triage, which finds another; until then
      it waits as one that nobody owns. Its errors follow (`CarryEpisodes`).
    - An error that was given to a removed developer by hand is owned by whoever owns its episode.
    - It looks for what there is instead of being told, so that nothing stays behind whatever was assigned meanwhile.
    """

    def __init__(
        self, store: Store, wake_ups: WakeUps, *, batch: int = 100, pause: Callable[[float], bool] = lambda _: False
    ) -> None:
        """
        Args:
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        self._store = store
        self._wake_ups = wake_ups
        self._batch = batch
        self._pause = pause

    def execute(self) -> int:
        """One batch; how many episodes or errors it looked at, zero when nothing is left. Raises StoreUnavailable."""
        began_s = monotonic()
        taken = self._take_episodes()
        if taken == 0:
            return self._take_errors()
        self._wake_ups.wake(Work.TRIAGE)
        self._pause(pause_after(monotonic() - began_s))
        return taken

    def _take_episodes(self) -> int:
        with self._store.writing() as work:
            episodes = work.left_behind.claim_episodes(self._batch)
            if not episodes:
                return 0
            now = work.now()
            work.episodes.save([episode.given_back(at=now) for episode in episodes])
            work.history.add([_given_back(episode, now) for episode in episodes])
            work.commit()
        return len(episodes)

    def _take_errors(self) -> int:
        with self._store.reading() as work:
            found = work.left_behind.overrides(self._batch)
        return self._join_episodes(found) if found else 0

    def _join_episodes(self, found: Sequence[tuple[UUID, UUID]]) -> int:
        with self._store.writing() as work:
            # Sorted, as ingest locks them.
            episode_ids = sorted({episode_id for _, episode_id in found})
            episodes = {episode_id: work.episodes.lock(episode_id) for episode_id in episode_ids}
            # Somebody may have assigned one of them again before its episode was locked.
            still = set(work.left_behind.overrides(2 * self._batch))
            for error_id, episode_id in found:
                if (error_id, episode_id) in still:
                    work.errors.join_again(error_id)
            work.episodes.save([replace(episode, carried=False) for episode in episodes.values() if episode])
            work.commit()
        # Another worker may have taken all of these; that says nothing of the others.
        return len(found)


def _given_back(episode: Episode, now: datetime) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=now,
        action="unassigned",
        reason="owner_removed",
        before=str(episode.owner_id),
    )
