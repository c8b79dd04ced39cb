"""List a pattern's episodes."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.pattern_reader import EpisodePage
from application.ports.unit_of_work import Store
from domain.errors import NotFound, RuleViolation

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FindEpisodesQuery:
    """Whose episodes, and where in the list: before or after an episode, or its beginning."""

    pattern_id: UUID
    limit: int = 50
    older_than: UUID | None = None
    newer_than: UUID | None = None


class FindEpisodes:
    """The times in which a pattern was open, newest first, at most 200 a page.

    - A pattern that others were merged into has their episodes too. One that was merged keeps those that ended before,
      and what was open went to the other pattern.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: FindEpisodesQuery) -> EpisodePage:
        """The page. Raises NotFound, RuleViolation for a page that cannot be, StoreUnavailable."""
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise RuleViolation(f"a page holds 1 to {LARGEST_PAGE} episodes")
        with self._store.reading() as work:
            pattern = work.pattern_reader.get(query.pattern_id)
            if pattern is None:
                raise NotFound("no pattern has this id")
            members = work.pattern_reader.members(pattern.id)
            return work.pattern_reader.episodes(
                [pattern.id, *(member.id for member in members)],
                limit=query.limit,
                older_than=query.older_than,
                newer_than=query.newer_than,
            )
