"""Take what is not resolved in time to the next person."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from application.arrival_of_notices import when_told
from application.climbs import record_climb
from application.given_errors import Giving
from application.next_level import NextLevel, next_level
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.roster import Roster
from application.silenced_climbs import climb_is_silenced
from domain.episode import Episode
from domain.episode_lifecycle import is_acknowledged, raise_level, told_late
from domain.escalation import EscalationReason

_ONE_BY_ONE = 3
"""How many climbs at once a receiver is told each by itself."""


class EscalateOverdueEpisodes:
    """- An open episode whose deadline has passed goes up a level, to the next of its chain, and again each time that a
      level has had its interval; not while somebody has acknowledged it.
    - The chain is its owner's, else its service's, else that for every service, else whoever the automatic assignment
      would choose. It is taken at the first climb: editing it changes nothing that is under way.
    - A level that nobody can be told at is passed over, on record. Beyond the last the fallback recipients are told,
      once.
    - A level that was told late has its interval from then. What is silenced waits for the silence's end, and where
      nobody at its level had heard of it, an interval longer.
    - However late a worker looks, an episode climbs once, and the next level has its whole interval from there. Who is
      told of more than three at once is told in one message, but for those, at most three, that came before the rest.
    - Any number of workers: an episode is locked while it climbs, and due no more afterwards.
    """

    def __init__(self, store: Store, giving: Giving, wake_ups: WakeUps, *, limit: int = 20) -> None:
        self._store = store
        self._giving = giving
        self._wake_ups = wake_ups
        self._limit = limit
        # How much each receiver was told of by the batches before, while one follows the other.
        self._told: Counter[UUID | None] = Counter()
        self._climbs = 0

    def execute(self) -> int:
        """Deal with up to `limit` episodes; how many, 0 where none is due. Raises StoreUnavailable."""
        # Looked at without the lock that SQLite has only one of: most looks find nothing.
        due_in_s = self.due_in_s()
        if due_in_s is None or due_in_s > 0:
            self._begin_anew()
            return 0
        with self._store.writing() as work:
            now = work.now()
            due = work.episodes.claim_overdue(now=now, limit=self._limit)
            if not due:
                self._begin_anew()
                return 0
            # Decided first, written then: only all together show who is told of much.
            roster = Roster(work)
            policy, climbs = self._giving.policy, [episode for episode in due if not _waits(work, episode, now)]
            climbing = [(episode, next_level(work, roster, episode, policy=policy)) for episode in climbs]
            # Among many receivers each batch has few for each, however much all of them have together.
            told = self._told + _told_of([reached for _, reached in climbing])
            much = {one for one, count in told.items() if count > _ONE_BY_ONE}
            many = self._climbs + len(climbing) > _ONE_BY_ONE
            for episode, reached in climbing:
                self._climb(work, episode, reached, now, much, one_of_many=many)
            work.commit()
        self._told, self._climbs = told, self._climbs + len(climbing)
        if len(due) < self._limit:
            self._begin_anew()
        if climbing:
            self._wake_ups.wake(Work.DELIVERY)
        return len(due)

    def _begin_anew(self) -> None:
        self._told, self._climbs = Counter(), 0

    def due_in_s(self) -> float | None:
        """The seconds until the earliest climb is due, both by the store's clock; None where none is. Raises
        StoreUnavailable.
        """
        with self._store.reading() as work:
            due = work.episodes.next_escalation_at()
            return None if due is None else (due - work.now()).total_seconds()

    def _climb(
        self,
        work: UnitOfWork,
        episode: Episode,
        reached: NextLevel,
        now: datetime,
        much: Collection[UUID | None],
        *,
        one_of_many: bool,
    ) -> None:
        raised = raise_level(episode, to=reached.level, chain=reached.chain, at=now)
        lapsed = episode.acknowledged_at is not None and not is_acknowledged(episode, now)
        record_climb(
            work,
            raised,
            reached,
            self._giving,
            reason=EscalationReason.OVERDUE,
            at=now,
            inputs={
                "deadline": None if episode.deadline is None else episode.deadline.isoformat(),
                "acknowledged_by": episode.acknowledged_by if lapsed else None,
            },
            summed_up=much,
            one_of_many=one_of_many,
        )


def _waits(work: UnitOfWork, episode: Episode, now: datetime) -> bool:
    return climb_is_silenced(work, episode, now) or _told_late(work, episode, now)


def _told_late(work: UnitOfWork, episode: Episode, now: datetime) -> bool:
    """Whether its level was told later than it is on record, and so is not due yet; then that is kept."""
    told_at, since = when_told(work, episode, now), episode.escalated_at
    if told_at is None or since is None or told_at <= since:
        return False
    work.episodes.save([told_late(episode, at=told_at)])
    return True


def _told_of(reached: Collection[NextLevel]) -> Counter[UUID | None]:
    """How many of these each receiver is told of; None for the fallback recipients."""
    return Counter(each.id if each else None for one in reached for each in one.developers or (None,))
