"""List errors as people look for them."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.error_reader import ErrorFilter, ErrorPage
from application.ports.unit_of_work import Store
from domain.errors import RuleViolation

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FindErrorsQuery:
    """What is wanted, and where in the list: before or after an error, or its beginning."""

    wanted: ErrorFilter = ErrorFilter()
    limit: int = 50
    older_than: UUID | None = None
    newer_than: UUID | None = None


class FindErrors:
    """One page of at most 200, newest first; deleted errors are in no list."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: FindErrorsQuery) -> ErrorPage:
        """The page. Raises RuleViolation for a page that cannot be, StoreUnavailable."""
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise RuleViolation(f"a page holds 1 to {LARGEST_PAGE} errors")
        with self._store.reading() as work:
            return work.error_reader.page(
                query.wanted, limit=query.limit, older_than=query.older_than, newer_than=query.newer_than
            )
