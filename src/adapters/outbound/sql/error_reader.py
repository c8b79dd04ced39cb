"""Errors as people look at them, in SQL."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, literal, null, select

from adapters.outbound.sql.column_types import LONG_TEXT
from adapters.outbound.sql.history_repository import SqlHistoryRepository
from adapters.outbound.sql.listing.choice import Choice
from adapters.outbound.sql.listing.counts import count
from adapters.outbound.sql.listing.in_force import InForce
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.listing.walk import Found, walk
from adapters.outbound.sql.mapping.errors import error_from_row
from adapters.outbound.sql.mapping.patterns import pattern_from_row
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import DEVELOPER_ASSIGNMENTS, ERROR_LOGS, ERROR_PATTERNS
from application.ports.error_reader import ErrorDetail, ErrorFilter, ErrorOrdering, ErrorPage, Place
from domain.error_log import ErrorLog
from domain.severity import Severity

MOST_EXAMINED = 2_000
"""Candidates that one page looks at where no index gives just what is wanted: each may be a page of the disk."""
MOST_COUNTED = 10_000
"""The same for the count."""
FIRST_COUNTED = 1_000
"""Those that are looked at for a number to begin with, where that would not do for an exact one."""

_ERROR, _PATTERN = ERROR_LOGS.c, ERROR_PATTERNS.c
_STANDING = select(_PATTERN.id, _PATTERN.merged_into).where(
    _PATTERN.id.in_(any_of("ids")), _PATTERN.merged_into.is_not(None)
)
_LONG: Mapping[str, Any] = {
    "stack_trace": null().label("stack_trace"),
    "context": literal("{}", LONG_TEXT).label("context"),
}
# A list shows neither: unpacking them would be most of its work.
_SUMMARIES = select(*(_LONG.get(column.name, column) for column in ERROR_LOGS.columns)).where(
    _ERROR.id.in_(any_of("ids"))
)
_ONE = select(ERROR_LOGS).where(_ERROR.id == bindparam("key"), _ERROR.deleted_at.is_(None))
_ONE_PATTERN = select(ERROR_PATTERNS).where(_PATTERN.id == bindparam("key"))
_NAME = select(DEVELOPER_ASSIGNMENTS.c.name).where(DEVELOPER_ASSIGNMENTS.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class _Way:
    """How a page is gone through: from where on, which way."""

    ordering: ErrorOrdering
    start: Place | None
    backwards: bool

    @property
    def descending(self) -> bool:
        return (self.ordering is ErrorOrdering.OLDEST) == self.backwards

    def parts(self, wanted: ErrorFilter) -> Iterator[tuple[ErrorFilter, Span, Severity | None]]:
        """The list, one severity after the other where that is its order."""
        whole = Span.between(wanted.since, wanted.until)
        beyond = whole if self.start is None else whole.beyond(self.start.error_id, descending=self.descending)
        if not self.ordering.by_severity:
            yield wanted, beyond, None
            return
        order = sorted(wanted.severities or Severity, key=lambda severity: severity.rank, reverse=self._worst_first)
        first = None if self.start is None else self.start.severity
        for severity in dict.fromkeys(order):
            if severity is first:
                yield replace(wanted, severities=(severity,)), beyond, severity
            elif first is None or (severity.rank < first.rank) is self._worst_first:
                yield replace(wanted, severities=(severity,)), whole, severity

    def including_start(self) -> Place | None:
        """Where the way back begins with the start itself."""
        if self.start is None:
            return None
        number = self.start.error_id.int - 1 if self.descending else self.start.error_id.int + 1
        return replace(self.start, error_id=UUID(int=min(max(number, 0), (1 << 128) - 1)))

    @property
    def _worst_first(self) -> bool:
        return (self.ordering is ErrorOrdering.WORST) != self.backwards


class SqlErrorReader:
    """`ErrorReader`: first the ids of a page are found, then its rows are read."""

    def __init__(
        self, connection: Connection, *, most_examined: int = MOST_EXAMINED, most_counted: int = MOST_COUNTED
    ) -> None:
        self._connection = connection
        self._history = SqlHistoryRepository(connection)
        self._most_examined = most_examined
        self._most_counted = most_counted

    def page(
        self,
        wanted: ErrorFilter,
        *,
        limit: int,
        ordering: ErrorOrdering = ErrorOrdering.NEWEST,
        after: Place | None = None,
        before: Place | None = None,
    ) -> ErrorPage:
        """See the port."""
        in_force = InForce(self._connection)
        way = _Way(ordering, after or before, backwards=after is None and before is not None)
        found, left_at = self._find(wanted, way, in_force, limit + 1)
        more, ids = len(found) > limit, found[:limit]
        errors = self._summaries(ids, in_force)
        if way.backwards:
            errors.reverse()
        first, last = (_place(errors[0], ordering), _place(errors[-1], ordering)) if errors else (None, None)
        onwards = left_at or (first if way.backwards else last) if more or left_at else None
        # Whoever came from somewhere can go back there.
        back = None if way.start is None else (last if way.backwards else first) or way.including_start()
        is_all = way.start is None and onwards is None
        counted = (len(errors), False) if is_all else self._count(wanted, in_force)
        return ErrorPage(
            errors=errors,
            next=back if way.backwards else onwards,
            previous=onwards if way.backwards else back,
            count=counted[0],
            count_capped=counted[1],
            partial=left_at is not None,
        )

    def detail(self, error_id: UUID) -> ErrorDetail | None:
        """See the port."""
        row = self._connection.execute(_ONE, {"key": error_id}).one_or_none()
        if row is None:
            return None
        in_force = InForce(self._connection)
        [error] = self._standing(in_force.shown([error_from_row(row)]))
        episode = in_force.episode(error.episode_id)
        history = list(self._history.of(error.id))
        if error.episode_id is not None:
            history += self._history.of(error.episode_id)
        return ErrorDetail(
            error=error,
            pattern=pattern_from_row(self._connection.execute(_ONE_PATTERN, {"key": error.pattern_id}).one()),
            episode=episode,
            owner_name=self._connection.execute(_NAME, {"key": error.assigned_to}).scalar_one_or_none(),
            history=sorted(history, key=lambda entry: entry.at),
        )

    def _find(
        self, wanted: ErrorFilter, way: _Way, in_force: InForce, number: int
    ) -> tuple[Sequence[UUID], Place | None]:
        """The ids in the order of the way, and where it was left without having found so many."""
        found: list[UUID] = []
        left = self._most_examined
        for part, span, severity in way.parts(wanted):
            leads = Choice(self._connection, part, in_force).leads()
            got: Found = walk(leads, span, descending=way.descending, wanted=number - len(found), most=left)
            found += got.errors
            left = max(left - got.examined, number)
            if got.left_at is not None:
                return found, Place(got.left_at, severity)
            if len(found) >= number:
                break
        return found, None

    def _count(self, wanted: ErrorFilter, in_force: InForce) -> tuple[int, bool]:
        leads = Choice(self._connection, wanted, in_force).counted()
        most, first = self._most_counted, min(self._most_counted, FIRST_COUNTED)
        return count(leads, wanted.since, wanted.until, most_examined=most, first_examined=first)

    def _summaries(self, ids: Sequence[UUID], in_force: InForce) -> list[ErrorLog]:
        if not ids:
            return []
        rows = self._connection.execute(_SUMMARIES, {"ids": padded(ids)})
        errors = {row.id: error_from_row(row) for row in rows}
        return self._standing(in_force.shown([errors[error_id] for error_id in ids]))

    def _standing(self, errors: Sequence[ErrorLog]) -> list[ErrorLog]:
        """With the patterns that stand for theirs."""
        named = padded(sorted({error.pattern_id for error in errors}))
        merged = {row.id: row.merged_into for row in self._connection.execute(_STANDING, {"ids": named})}
        return [
            replace(error, pattern_id=merged[error.pattern_id]) if error.pattern_id in merged else error
            for error in errors
        ]


def _place(error: ErrorLog, ordering: ErrorOrdering) -> Place:
    return Place(error.id, error.severity if ordering.by_severity else None)
