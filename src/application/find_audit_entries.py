"""List what staff did."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.audit_log import EVERYTHING, AuditFilter
from application.ports.unit_of_work import Store
from domain.audit import AuditEntry
from domain.errors import RuleViolation

LARGEST_PAGE = 200
COUNT_CAP = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FindAuditEntriesQuery:
    """What is wanted, and where in the list: numbered below one entry, above one, or the newest."""

    wanted: AuditFilter = EVERYTHING
    limit: int = 50
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """`entries` with their numbers, newest first. `before` and `after` are where the older and the newer page begin,
    None where there is none. More than `count` may match where `count_capped`.
    """

    entries: Sequence[tuple[int, AuditEntry]]
    before: int | None
    after: int | None
    count: int
    count_capped: bool


class FindAuditEntries:
    """What staff did, by API and command line, newest first.

    - A page holds at most 200 entries; its numbers rise with time and may have gaps.
    - `actor` is the name of the token that asked, or "command line"; `action` is a kind of thing and a verb
      (`developer.update`); `subject` the id or name that it was done to.
    - Entries are never changed and never removed: each is chained to the one before by a hash, which
      `error-logging audit verify` checks.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: FindAuditEntriesQuery) -> AuditPage:
        """The page. Raises RuleViolation for a page that cannot be, StoreUnavailable."""
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise RuleViolation(f"a page holds 1 to {LARGEST_PAGE} entries")
        backwards = query.after is not None and query.before is None
        with self._store.reading() as work:
            found = work.audit.page(query.wanted, limit=query.limit + 1, before=query.before, after=query.after)
            count = work.audit.count(query.wanted, at_most=COUNT_CAP + 1)
        more = len(found) > query.limit
        kept = found[-query.limit :] if backwards else found[: query.limit]
        entries = [(number, entry) for number, entry, _ in kept]
        has_older, has_newer = (True, more) if backwards else (more, query.before is not None)
        return AuditPage(
            entries=entries,
            before=entries[-1][0] if entries and has_older else None,
            after=entries[0][0] if entries and has_newer else None,
            count=min(count, COUNT_CAP),
            count_capped=count > COUNT_CAP,
        )
