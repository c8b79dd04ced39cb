"""A way into the errors that gives candidates in the order of a list, so many at a time.

Every index of errors ends with the id: one part of it, such as one service with one severity, is in the order of lists,
and several parts are merged on the way. Neither database then sorts more than it answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, select, true, union_all

from adapters.outbound.sql.listing.looks import Checks, counted, fitting, looked_at
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.listing.taken import Counted
from adapters.outbound.sql.tables import ERROR_IS_ALIVE, ERROR_LOGS

MOST_BRANCHES = 64
_ENTRIES_FOR_A_ROW = 10
"""Entries of an index that lie side by side, for the price of looking at one row."""

_ERROR = ERROR_LOGS.c


@dataclass(frozen=True, slots=True)
class Window:
    """The candidates that fit, in order, and the last id that was looked at; None where nothing is left."""

    fitting: Sequence[UUID]
    end: UUID | None
    examined: int
    is_spent: bool = False
    """Whether going on from there is left to the next page."""


class Lead(Protocol):
    """One way. `is_exact` says that every candidate fits, but for those at the ends of a time; `reads_no_rows` that its
    index tells which do.
    """

    is_exact: bool
    reads_no_rows: bool

    def window(self, span: Span, *, descending: bool, size: int) -> Window:
        """The next `size` candidates."""
        ...

    def count(self, span: Span, *, most: int) -> Counted:
        """How many candidates there are, at most `most`, whatever was received when: the index alone tells."""
        ...

    def has_more_than(self, most: int, span: Span) -> bool:
        """Whether there are more candidates than that, at least as far as statistics tell."""
        ...

    def count_fitting(self, span: Span, *, most: int) -> int:
        """How many of the newest `most` candidates fit."""
        ...


class IndexLead:
    """Parts of one index or of several, each named by conditions that it stands in order under.

    Args:
        branches: no error is in two parts of an exact lead.
        checks: what the parts leave open.
    """

    def __init__(self, connection: Connection, branches: Sequence[ColumnElement[bool]], checks: Checks) -> None:
        self._connection = connection
        self._branches = branches
        self._checks = checks
        self.is_exact = checks.are_none
        self.reads_no_rows = bool(checks.carried) and checks.are_carried

    def window(self, span: Span, *, descending: bool, size: int) -> Window:
        """See the protocol."""
        if span.is_empty or not self._branches:
            return Window([], None, 0)
        worth = _ENTRIES_FOR_A_ROW if self.reads_no_rows else 1
        size *= worth
        candidates = self._candidates(span, descending=descending).limit(size)
        if self._checks.carried:
            ids, end = self._told(candidates, size)
        else:
            ids = list(self._connection.execute(candidates).scalars())
            end = ids[-1] if len(ids) == size else None
        if ids and not (self._checks.are_carried and not self._checks.moments and not self._checks.values):
            looked = looked_at(self._connection, self._passing(candidates), self._checks)
            found = set(fitting(self._connection, looked))
            ids = [error_id for error_id in ids if error_id in found]
        examined = len(ids) if end is None else size
        return Window(list(dict.fromkeys(ids)), end, -(-examined // worth))

    def count(self, span: Span, *, most: int) -> Counted:
        """See the protocol."""
        if span.is_empty or not self._branches:
            return Counted(0, more=False)
        parts = self._parts(span)
        found = (parts[0] if len(parts) == 1 else union_all(*parts)).limit(most + 1).subquery()
        number = int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())
        return Counted(min(number, most), more=number > most)

    def has_more_than(self, most: int, span: Span) -> bool:
        """See the protocol."""
        return self.count(span, most=most).more

    def count_fitting(self, span: Span, *, most: int) -> int:
        """See the protocol."""
        if span.is_empty or not self._branches:
            return 0
        candidates = self._passing(self._candidates(span, descending=True).limit(most))
        found = counted(self._connection, candidates, self._checks).subquery()
        return int(self._connection.execute(select(func.count(found.c.id.distinct()))).scalar_one())

    def _candidates(self, span: Span, *, descending: bool) -> Any:
        order = _ERROR.id.desc() if descending else _ERROR.id
        told = [and_(*self._checks.carried).label("passes")] if self._checks.carried else []
        parts = [part.add_columns(*told).order_by(order) for part in self._parts(span)]
        if len(parts) == 1:
            return parts[0]
        # Merged as they are read, as far as the page needs them: SQLite by co-routines, PostgreSQL by a Merge Append,
        # which it only thinks of where each part has an order of its own.
        merged = union_all(*(select(part.subquery()) for part in parts))
        column = merged.selected_columns.id
        return merged.order_by(column.desc() if descending else column)

    def _told(self, candidates: Any, size: int) -> tuple[list[UUID], UUID | None]:
        """Those that the index lets pass, and the last that was asked about; the others are not worth handing over."""
        told = candidates.cte("told")
        last = select(told.c.id).offset(size - 1).limit(1).subquery()
        passing = select(told.c.id, false().label("is_last")).where(told.c.passes)
        rows = self._connection.execute(union_all(passing, select(last.c.id, true()))).all()
        ends = [row.id for row in rows if row.is_last]
        return [row.id for row in rows if not row.is_last], ends[0] if ends else None

    def _passing(self, candidates: Any) -> Any:
        source = candidates.subquery("candidates")
        if not self._checks.carried:
            return source
        return select(source.c.id).where(source.c.passes).subquery("candidates")

    def _parts(self, span: Span) -> Sequence[Select[Any]]:
        within = span.conditions(_ERROR.id)
        return [select(_ERROR.id).where(branch, ERROR_IS_ALIVE, *within) for branch in self._branches]


class TimeLead(IndexLead):
    """All errors by the key alone, the deleted among them."""

    def __init__(self, connection: Connection, checks: Checks) -> None:
        alive = [_ERROR.deleted_at.is_(None)]
        super().__init__(connection, [true()], replace(checks, values=[*checks.values, *alive]))

    def _parts(self, span: Span) -> Sequence[Select[Any]]:
        return [select(_ERROR.id).where(*span.conditions(_ERROR.id))]
