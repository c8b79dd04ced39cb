"""Tell what was silenced and is still open, once its silence has ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.silenced_climbs import all_silenced
from domain.episode import Episode, TriageMark, TriageReason
from domain.episode_lifecycle import told_late
from domain.silence import Silence


class FollowUpSilences:
    """Mark the open episodes of which news were silenced for triage, once no silence holds for them any more.

    - Half a minute after a silence's end: a triage that began before it may still write that it told nobody, and what
      is written afterwards would never be told.
    - Also those that only wait for an owner, which tells nobody where nobody is found.
    - Who hears of it only then has the interval of a level from the silence's end, before the next is told.
    - In batches of a transaction each. A worker that dies begins again, which tells nobody twice: what is marked stays
      marked, and whoever had a message that was as bad gets none.
    """

    def __init__(self, store: Store, wake_ups: WakeUps, *, batch: int = 200) -> None:
        self._store = store
        self._wake_ups = wake_ups
        self._batch = batch

    def execute(self) -> int:
        """Deal with one silence that has ended; how many episodes that marked. Raises StoreUnavailable."""
        # Looked at without the lock that SQLite has only one of: most looks find nothing.
        due_in_s = self.due_in_s()
        if due_in_s is None or due_in_s > 0:
            return 0
        marked, after, followed = 0, None, None
        while True:
            with self._store.writing() as work:
                silence = work.silences.claim_aftermath()
                if silence is None or followed not in (None, silence.id):
                    # Another worker has ended what was followed here, and `after` is no place in the next one.
                    break
                followed = silence.id
                now = work.now()
                found = work.silences.lock_silenced(silence, after=after, limit=self._batch)
                due = [one for one in found if _tells_nobody(one) and work.silences.silenced_until(one) is None]
                work.episodes.save([_marked(work, one, silence, now) for one in due])
                if len(found) < self._batch:
                    work.silences.save(replace(silence, aftermath=True))
                work.commit(announce=False)
            marked, after = marked + len(due), _last(found)
            if len(found) < self._batch:
                break
        if marked:
            self._wake_ups.wake(Work.TRIAGE)
        return marked

    def due_in_s(self) -> float | None:
        """The seconds until a silence is to be followed up, None where there is none. Raises StoreUnavailable."""
        with self._store.reading() as work:
            due = work.silences.next_aftermath_at()
            return None if due is None else (due - work.now()).total_seconds()


def _marked(work: UnitOfWork, episode: Episode, silence: Silence, now: datetime) -> Episode:
    standing = told_late(episode, at=silence.ends_at) if all_silenced(work, episode) else episode
    return replace(standing, triage=TriageMark(TriageReason.SILENCE_ENDED, now, trusted=episode.trusted))


def _tells_nobody(episode: Episode) -> bool:
    """Whether nothing that waits for triage would tell of it."""
    return episode.triage is None or episode.triage.reason is TriageReason.OWNER_WANTED


def _last(found: Sequence[Episode]) -> UUID | None:
    return found[-1].id if found else None
