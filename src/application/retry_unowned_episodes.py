"""Try again to find an owner for episodes that nobody fitted, once the developers have changed."""

from application.ports.unit_of_work import Store
from domain.developer import Developer

_Skills = tuple[object, ...]


class RetryUnownedEpisodes:
    """Watches who could be asked, and marks ownerless episodes for triage when that changed.

    A change is acted on twice, in two rounds: a triage that was under way during the first may have decided by the
    old developers and taken a mark away.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: list[frozenset[_Skills]] = []

    def execute(self) -> int:
        """One round; how many episodes it marked. Raises StoreUnavailable."""
        with self._store.reading() as work:
            skills = frozenset(_skills(developer) for developer in work.developers.all())
        if self._seen == [skills, skills]:
            return 0
        with self._store.writing() as work:
            marked = work.episodes.mark_owner_wanted(now=work.now())
            work.commit()
        self._seen = [*self._seen[-1:], skills]
        return marked


def _skills(developer: Developer) -> _Skills:
    return (developer.id, developer.active, developer.services, developer.min_severity)
