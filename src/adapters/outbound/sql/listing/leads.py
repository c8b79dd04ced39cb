"""A way into the errors that gives candidates in the order of a list, so many at a time.

Every index of errors ends with the id: one part of it, such as one service with one severity, is in the order of lists,
and several parts are merged on the way. Neither database then sorts more than it answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, select, true, union_all

from adapters.outbound.sql.listing.looks import Checks, counted, fitting, looked_at
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.tables import ERROR_IS_ALIVE, ERROR_LOGS

MOST_BRANCHES = 64

_ERROR = ERROR_LOGS.c


@dataclass(frozen=True, slots=True)
class Window:
    """The candidates that fit, in order, and the last id that was looked at; None where nothing is left."""

    fitting: Sequence[UUID]
    end: UUID | None
    examined: int


class Lead(Protocol):
    """One way. `is_exact` says that every candidate fits, but for those at the ends of a time."""

    is_exact: bool

    def window(self, span: Span, *, descending: bool, size: int) -> Window:
        """The next `size` candidates."""
        ...

    def count(self, span: Span, *, most: int) -> int:
        """How many candidates there are, at most `most`, whatever was received when: the index alone tells."""
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

    def window(self, span: Span, *, descending: bool, size: int) -> Window:
        """See the protocol."""
        if span.is_empty or not self._branches:
            return Window([], None, 0)
        candidates = self._candidates(span, descending=descending).limit(size)
        ids = list(self._connection.execute(candidates).scalars())
        end = ids[-1] if len(ids) == size else None
        if ids and not (self.is_exact and not self._checks.moments and not self._checks.values):
            looked = looked_at(self._connection, candidates.subquery("candidates"), self._checks)
            found = set(fitting(self._connection, looked))
            return Window([error_id for error_id in dict.fromkeys(ids) if error_id in found], end, len(ids))
        return Window(ids, end, len(ids))

    def count(self, span: Span, *, most: int) -> int:
        """See the protocol."""
        if span.is_empty or not self._branches:
            return 0
        parts = self._parts(span)
        found = (parts[0] if len(parts) == 1 else union_all(*parts)).limit(most).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def count_fitting(self, span: Span, *, most: int) -> int:
        """See the protocol."""
        if span.is_empty or not self._branches:
            return 0
        candidates = self._candidates(span, descending=True).limit(most).subquery("candidates")
        found = counted(self._connection, candidates, self._checks).subquery()
        return int(self._connection.execute(select(func.count(found.c.id.distinct()))).scalar_one())

    def _candidates(self, span: Span, *, descending: bool) -> Any:
        order = _ERROR.id.desc() if descending else _ERROR.id
        parts = [part.order_by(order) for part in self._parts(span)]
        if len(parts) == 1:
            return parts[0]
        # Merged as they are read, as far as the page needs them: SQLite by co-routines, PostgreSQL by a Merge Append,
        # which it only thinks of where each part has an order of its own.
        merged = union_all(*(select(part.subquery().c.id) for part in parts))
        column = merged.selected_columns.id
        return merged.order_by(column.desc() if descending else column)

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
