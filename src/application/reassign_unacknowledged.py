"""Give what nobody acknowledges to somebody else."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from application.arrival_of_notices import when_owner_told
from application.given_errors import Giving
from application.next_level import next_in_line
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.roster import Roster
from application.silenced_climbs import LOOK_AGAIN
from application.told_by_hand import tell_by_hand
from domain.alerting import NoticeReason
from domain.developer import Developer
from domain.episode import Episode
from domain.episode_lifecycle import is_acknowledged
from domain.history import HistoryEntry, SubjectKind
from domain.severity import Severity

NOT_ACKNOWLEDGED = "not_acknowledged"
_MOST_TIMES = 3
_LEAST = Severity.HIGH


class ReassignUnacknowledged:
    """- An episode of high severity or worse that was assigned by itself and that nobody has acknowledged within
      `REASSIGN_AFTER` is given to whoever the automatic assignment would choose among those who did not own it: counted
      from when its owner was told of it, or could not be; from when it became so severe, or an acknowledgement would
      have lapsed.
    - What is silenced is not given on, nor what waits for its owner's hours.
    - At most three times, and never where nobody else fits: then it stays with its owner, and escalates as it would.
    - Its escalation goes on as it was. The new owner is told; it is on record.
    """

    def __init__(
        self, store: Store, giving: Giving, wake_ups: WakeUps, *, after: timedelta | None, limit: int = 20
    ) -> None:
        """
        Args:
            after: None: nothing is given on.
        """
        self._store = store
        self._giving = giving
        self._wake_ups = wake_ups
        self._after = after
        self._limit = limit

    def execute(self) -> int:
        """Deal with up to `limit` episodes; how many, 0 where none is due. Raises StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            due = work.episodes.claim_unacknowledged(now=now, limit=self._limit)
            if not due:
                return 0
            roster = Roster(work)
            given = [self._dealt_with(work, roster, episode, now) for episode in due]
            work.commit()
        if any(given):
            self._wake_ups.wake(Work.DELIVERY)
        return len(due)

    def _dealt_with(self, work: UnitOfWork, roster: Roster, episode: Episode, now: datetime) -> bool:
        """Whether somebody else was given it."""
        if (later := self._due_later(work, episode, now)) is not None:
            work.episodes.save([replace(episode, reassign_at=later)])
            return False
        found, times = self._found(work, roster, episode, now)
        if found is None:
            again_at = episode.acknowledged_until if is_acknowledged(episode, now) else None
            work.episodes.save([replace(episode, reassign_at=again_at)])
            return False
        again_at = now + self._after if self._after is not None and times + 1 < _MOST_TIMES else None
        given = replace(episode.assigned_to(found.id, at=now), reassign_at=again_at)
        work.episodes.save([given])
        work.history.add([_reassigned(episode, found.id, now)])
        reason = NoticeReason.REASSIGNED
        tell_by_hand(
            work, self._giving.ids, self._giving.policy, given, reason=reason, developer=found, level=given.level
        )
        return True

    def _due_later(self, work: UnitOfWork, episode: Episode, now: datetime) -> datetime | None:
        """When it is due instead, since nobody is told of it, or its owner was told later than it was assigned."""
        if self._after is None or not self._is_asked(episode, now):
            return None
        silence = work.silences.matching(episode, episode.severity)
        if silence is not None:
            return min(silence.ends_at, now + LOOK_AGAIN)
        told_at = when_owner_told(work, episode, now, least=_LEAST)
        due = None if told_at is None else told_at + self._after
        return due if due is not None and due > now else None

    def _is_asked(self, episode: Episode, now: datetime) -> bool:
        """Whether its owner is to acknowledge it."""
        owned = episode.owner_id is not None and episode.severity.at_least(_LEAST)
        return owned and not is_acknowledged(episode, now)

    def _found(self, work: UnitOfWork, roster: Roster, episode: Episode, now: datetime) -> tuple[Developer | None, int]:
        """Who is next, and how often it was given on before."""
        if self._after is None or not self._is_asked(episode, now):
            return None, 0
        assigned = [entry for entry in work.history.of(episode.id) if entry.action == "assigned"]
        times = sum(entry.reason == NOT_ACKNOWLEDGED for entry in assigned)
        if times >= _MOST_TIMES:
            return None, times
        had = {UUID(entry.after) for entry in assigned if entry.after is not None}
        found = next_in_line(work, roster, episode, policy=self._giving.policy, told=had, owns=True)
        return found, times


def _reassigned(episode: Episode, to_id: UUID, now: datetime) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=now,
        action="assigned",
        reason=NOT_ACKNOWLEDGED,
        before=None if episode.owner_id is None else str(episode.owner_id),
        after=str(to_id),
    )
