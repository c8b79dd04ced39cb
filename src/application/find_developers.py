"""List developers as people look for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.errors import RuleViolation

LARGEST_PAGE = 200

Place = tuple[str, UUID]
"""A developer's place in the list: the name, and the id where names are equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindDevelopersQuery:
    """Who is wanted, None for all: the active or the others, who knows a service, who is on call now or is not. A page
    begins after one place, or ends before another.
    """

    active: bool | None = None
    service: str | None = None
    on_call: bool | None = None
    limit: int = 50
    after: Place | None = None
    before: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeveloperPage:
    """`developers` by name, of `count` in all; `on_call` is who is on call at this moment, of all. `after` and `before`
    are where the next and the previous page lie, None where there is none.
    """

    developers: Sequence[Developer]
    on_call: frozenset[UUID]
    count: int
    after: Place | None
    before: Place | None


class FindDevelopers:
    """Developers by name, at most 200 a page.

    - `active` false shows those who are given nothing; who was removed is in no list.
    - `service` shows who knows it, also by knowing every service.
    - `on_call` shows who is on call at this moment, by hand or by a rotation, or who is not.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: FindDevelopersQuery) -> DeveloperPage:
        """The page. Raises RuleViolation for a page that cannot be, StoreUnavailable."""
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise RuleViolation(f"a page holds 1 to {LARGEST_PAGE} developers")
        # An organisation's developers are few enough to be read whole.
        with self._store.reading() as work:
            on_call, known = work.on_call.at(work.now(), None).people, work.developers.all()
        found = [developer for developer in known if _wanted(developer, query, on_call)]
        begin, end = _range(found, query)
        return DeveloperPage(
            developers=found[begin:end],
            on_call=on_call,
            count=len(found),
            after=_place(found[end - 1]) if begin < end < len(found) else None,
            before=_place(found[begin]) if 0 < begin < end else None,
        )


def _wanted(developer: Developer, query: FindDevelopersQuery, on_call: frozenset[UUID]) -> bool:
    return (
        query.active in (None, developer.active)
        and (query.service is None or developer.knows(query.service))
        and query.on_call in (None, developer.id in on_call)
    )


def _range(found: Sequence[Developer], query: FindDevelopersQuery) -> tuple[int, int]:
    if query.before is not None and query.after is None:
        end = sum(_place(developer) < query.before for developer in found)
        return max(0, end - query.limit), end
    begin = 0 if query.after is None else sum(_place(developer) <= query.after for developer in found)
    return begin, min(begin + query.limit, len(found))


def _place(developer: Developer) -> Place:
    return developer.name, developer.id
