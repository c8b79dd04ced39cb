"""List errors as people look for them."""

from dataclasses import dataclass

from application.ports.error_reader import ErrorFilter, ErrorOrdering, ErrorPage, Place
from application.ports.unit_of_work import Store
from domain.errors import RuleViolation

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FindErrorsQuery:
    """What is wanted, in which order, and where in the list: after or before a place, or its beginning."""

    wanted: ErrorFilter = ErrorFilter()
    ordering: ErrorOrdering = ErrorOrdering.NEWEST
    limit: int = 50
    after: Place | None = None
    before: Place | None = None


class FindErrors:
    """One page of a list of errors.

    - Newest first, or oldest first, or by severity and then the newest first; deleted errors are in no list.
    - Every filter narrows it, several values of one (by comma) widen it. A pattern stands for what was merged into it.
    - Status and owner are those in force, also while a resolved or assigned pattern's errors still wait to be updated.
    - `q` finds errors that hold all its words, whole and in whatever case, in their message or type.
    - At most 200 a page. `next` and `previous` cost the same however far they lead.
    - `count` is exact up to 10,000 and while no more errors need looking at; else `count_capped` is true.
    - Where no index gives just what is wanted, so many errors are looked at and no more: `partial` is then true, the
      page may be short or empty, and `next` goes on from there.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: FindErrorsQuery) -> ErrorPage:
        """The page. Raises RuleViolation for a page that cannot be, StoreUnavailable."""
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise RuleViolation(f"a page holds 1 to {LARGEST_PAGE} errors")
        with self._store.reading() as work:
            return work.error_reader.page(
                query.wanted, ordering=query.ordering, limit=query.limit, after=query.after, before=query.before
            )
