"""Show one developer."""

from dataclasses import dataclass
from uuid import UUID

from application.named_developer import find_developer
from application.ports.unit_of_work import Store
from domain.developer import Developer


@dataclass(frozen=True, slots=True)
class DeveloperDetail:
    """One developer, whether on call at this moment, and how many open episodes the person owns."""

    developer: Developer
    on_call_now: bool
    open_episodes: int


class ShowDeveloper:
    """One developer, with the open episodes that this person owns.

    - Who was removed is not there any more; the name stays on what is on record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, which: UUID | str) -> DeveloperDetail:
        """The developer with this id; a text may also be an address or a name. Raises NotFound, Conflict,
        StoreUnavailable.
        """
        with self._store.reading() as work:
            developer = find_developer(work, which)
            return DeveloperDetail(
                developer=developer,
                on_call_now=developer.id in work.on_call.at(work.now(), None).people,
                open_episodes=work.developers.open_episodes_of(developer.id),
            )
