"""List patterns as people look for them."""

from dataclasses import dataclass

from application.ports.pattern_reader import PatternFilter, PatternOrder, PatternPage, PatternPlace
from application.ports.unit_of_work import Store
from domain.errors import RuleViolation

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPatternsQuery:
    """What is wanted, in which order, and where in the list: after or before a place, or its beginning."""

    wanted: PatternFilter = PatternFilter()
    order: PatternOrder = PatternOrder.LAST_SEEN
    descending: bool = True
    limit: int = 50
    after: PatternPlace | None = None
    before: PatternPlace | None = None


class FindPatterns:
    """One page of at most 200 patterns, those seen last first unless `ordering` says otherwise.

    - A pattern that was merged into another is left out: the other one stands for it and counts its errors. With
      `merged=true` these are shown, and no others.
    - `since` asks for patterns that were seen then or later.
    - Each word of `q` stands in the title, the type or the culprit, as a word or as part of one.
    - What the list is sorted by moves as errors arrive: between two pages a pattern may move past the cursor, and is
      then shown twice, or not.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: FindPatternsQuery) -> PatternPage:
        """The page. Raises RuleViolation for a page that cannot be, StoreUnavailable."""
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise RuleViolation(f"a page holds 1 to {LARGEST_PAGE} patterns")
        with self._store.reading() as work:
            return work.pattern_reader.page(
                query.wanted,
                order=query.order,
                descending=query.descending,
                limit=query.limit,
                after=query.after,
                before=query.before,
            )
