"""Try again to find an owner for episodes that nobody fitted, once the developers have changed."""

from collections.abc import Sequence
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.developer import Developer

_Skills = tuple[object, ...]


class RetryUnownedEpisodes:
    """Watches who could be asked, and marks ownerless episodes for triage when that changed: somebody's time off that
    ends is such a change too.

    A change is acted on twice, in two rounds: a triage that was under way during the first may have decided by the
    old developers and taken a mark away. Each round goes through them once, in batches of a transaction each, so that
    ingest never waits for more than one batch.
    """

    def __init__(self, store: Store, *, batch: int = 500) -> None:
        self._store = store
        self._batch = batch
        self._seen: list[_Skills] = []

    def execute(self) -> int:
        """One round; how many episodes it marked. Raises StoreUnavailable."""
        with self._store.reading() as work:
            away = work.on_call.at(work.now(), None).away
            skills = (frozenset(_skills(developer) for developer in work.developers.all()), away)
        if self._seen == [skills, skills]:
            return 0
        marked, last = 0, None
        while batch := self._mark(after=last):
            marked, last = marked + len(batch), batch[-1]
        self._seen = [*self._seen[-1:], skills]
        return marked

    def _mark(self, *, after: UUID | None) -> Sequence[UUID]:
        with self._store.writing() as work:
            batch = work.episodes.mark_owner_wanted(now=work.now(), after=after, limit=self._batch)
            work.commit()
        return batch


def _skills(developer: Developer) -> _Skills:
    return (developer.id, developer.active, developer.services, developer.min_severity)
