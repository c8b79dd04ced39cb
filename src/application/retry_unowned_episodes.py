"""Try again to find an owner for episodes that nobody fitted, once somebody may."""

from collections.abc import Callable, Sequence
from time import monotonic
from uuid import UUID

from application.pace import pause_after
from application.ports.episode_repository import Ownerless
from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.severity import Severity

_Skill = tuple[UUID, str, Severity]


class RetryUnownedEpisodes:
    """Watches who could be asked, and marks ownerless episodes for triage when somebody can be asked for more: somebody
    new or back from time off, another service, milder errors. Who goes makes nobody fit; nor does who is on call, which
    only says who of those that fit is asked first.

    - Marked is what somebody who is there fits, so that a hundred thousand that nobody does are only read.
    - A change is acted on twice, in two rounds: a triage that was under way during the first may have decided by the
      old developers and taken a mark away.
    - Each round goes through them once, in batches of a transaction each, with pauses of twice that, so that ingest
      never waits for more than one batch.
    """

    def __init__(self, store: Store, *, batch: int = 500, pause: Callable[[float], bool] = lambda _: False) -> None:
        """
        Args:
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        self._store = store
        self._batch = batch
        self._pause = pause
        self._known: frozenset[_Skill] = frozenset()
        self._rounds_left = 0

    def execute(self) -> int:
        """One round, if there is to be one; how many episodes it marked. Raises StoreUnavailable."""
        people = self._present()
        skills = frozenset(skill for developer in people for skill in _skills(developer))
        if not skills <= self._known:
            self._rounds_left = 2
        # At once: who goes during a round that fails, and comes back, is new again.
        self._known = skills
        if self._rounds_left == 0:
            return 0
        marked = self._round(people)
        self._rounds_left -= 1
        return marked

    def _present(self) -> Sequence[Developer]:
        with self._store.reading() as work:
            away = work.on_call.at(work.now(), None).away
            return [one for one in work.developers.all() if one.can_be_asked and one.id not in away]

    def _round(self, people: Sequence[Developer]) -> int:
        marked, last, fits = 0, None, _Fitting(people)
        while batch := self._some(after=last):
            last = batch[-1].id
            if fitting := [one.id for one in batch if fits(one)]:
                began_s = monotonic()
                marked += self._mark(fitting)
                if self._pause(pause_after(monotonic() - began_s)):
                    break
        return marked

    def _some(self, *, after: UUID | None) -> Sequence[Ownerless]:
        with self._store.reading() as work:
            return work.episodes.ownerless(after=after, limit=self._batch)

    def _mark(self, episode_ids: Sequence[UUID]) -> int:
        with self._store.writing() as work:
            marked = work.episodes.want_owner(episode_ids, now=work.now())
            work.commit()
        return len(marked)


class _Fitting:
    """Whether somebody fits; each service and severity is asked for once."""

    def __init__(self, people: Sequence[Developer]) -> None:
        self._people = people
        self._found: dict[tuple[str, Severity], bool] = {}

    def __call__(self, one: Ownerless) -> bool:
        asked = (one.service, one.severity)
        if asked not in self._found:
            self._found[asked] = any(each.knows(one.service) and each.takes(one.severity) for each in self._people)
        return self._found[asked]


def _skills(developer: Developer) -> Sequence[_Skill]:
    taken = [severity for severity in Severity if developer.takes(severity)]
    return [(developer.id, service, severity) for service in developer.services for severity in taken]
