"""The way through the inverted index: errors that hold all of some terms, in the order of lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, func, select

from adapters.outbound.sql.listing.leads import Window
from adapters.outbound.sql.listing.looks import OF_FRONTS, Checks, counted, fitting, fronts, looked_at, of_ids
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.search_index import STRETCHES, TABLE, row_number
from adapters.outbound.sql.tables import ERROR_LOGS

Terms = Sequence[Sequence[str]]
"""All of these, of each any."""

_ERROR = ERROR_LOGS.c
_ENDS = tuple(select(_ERROR.id).order_by(order).limit(1) for order in (_ERROR.id, _ERROR.id.desc()))


class WordLead:
    """Takes candidates from the index, and looks at each by value: two values may share a term, and the rest of what is
    wanted is in no index.
    """

    def __init__(self, connection: Connection, terms: Terms, checks: Checks) -> None:
        self.is_exact = checks.are_none
        self._connection = connection
        self._checks = checks
        postgresql = connection.dialect.name == "postgresql"
        index = _StretchedIndex if postgresql else _OrderedIndex
        self._index: _Index = index(connection, terms)

    def window(self, span: Span, *, descending: bool, size: int) -> Window:
        """See the protocol."""
        if span.is_empty:
            return Window([], None, 0)
        candidates = self._index.take(span, descending=descending, size=size)
        if candidates.source is None:
            return Window([], None, 0)
        looked = looked_at(self._connection, candidates.source, self._checks)
        found = fitting(self._connection, looked, candidates.values)
        within = [error_id for error_id in found if span.low <= error_id.int < span.high]
        return Window(sorted(within, reverse=descending), candidates.end, candidates.number)

    def count(self, span: Span, *, most: int) -> int:
        """See the protocol."""
        return 0 if span.is_empty else self._index.count(span, most=most)

    def count_fitting(self, span: Span, *, most: int) -> int:
        """See the protocol."""
        if span.is_empty:
            return 0
        candidates = self._index.take(span, descending=True, size=most)
        if candidates.source is None:
            return 0
        found = counted(self._connection, candidates.source, self._checks).subquery()
        statement = select(func.count()).select_from(found)
        return int(self._connection.execute(statement, candidates.values).scalar_one())


@dataclass(frozen=True, slots=True)
class _Taken:
    """Some candidates, as a source of ids with values for its parameters (None: there is none), perhaps with a few from
    beyond the ends of the span; `end` is the last, None where there are no more.
    """

    source: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    end: UUID | None = None


class _Index(Protocol):
    """One database's."""

    def take(self, span: Span, *, descending: bool, size: int) -> _Taken:
        """The next so many candidates."""
        ...

    def count(self, span: Span, *, most: int) -> int:
        """How many there are, at most `most`."""
        ...


class _OrderedIndex:
    """SQLite: the row ids of FTS5 are the fronts of the ids, and matches come in their order."""

    def __init__(self, connection: Connection, terms: Terms) -> None:
        self._connection = connection
        self._match = " AND ".join(f"({' OR '.join(_quoted(term) for term in any_term)})" for any_term in terms)

    def take(self, span: Span, *, descending: bool, size: int) -> _Taken:
        """See the protocol."""
        statement = f"{_MATCHING} ORDER BY rowid {'DESC' if descending else 'ASC'} LIMIT ?"
        numbers = self._connection.exec_driver_sql(statement, (*self._bounds(span), size)).scalars().all()
        if not numbers:
            return _Taken()
        last = _first_id(numbers[-1]) if descending else _last_id(numbers[-1])
        return _Taken(OF_FRONTS, fronts(numbers), len(numbers), last if len(numbers) == size else None)

    def count(self, span: Span, *, most: int) -> int:
        """See the protocol."""
        statement = f"SELECT count(*) FROM ({_MATCHING} LIMIT ?)"  # noqa: S608
        return int(self._connection.exec_driver_sql(statement, (*self._bounds(span), most)).scalar_one())

    def _bounds(self, span: Span) -> tuple[str, int, int]:
        return self._match, row_number(UUID(int=span.low)), row_number(UUID(int=span.high - 1))


class _StretchedIndex:
    """PostgreSQL: a GIN index has no order, so candidates are looked for stretch by stretch of time, each sixteen times
    as long as the one before while too few are found: a common word costs a short stretch, a rare one a few long ones.
    """

    def __init__(self, connection: Connection, terms: Terms) -> None:
        self._connection = connection
        self._query = " & ".join(f"({' | '.join(_lexeme(term) for term in any_term)})" for any_term in terms)
        self._size = 0

    def take(self, span: Span, *, descending: bool, size: int) -> _Taken:
        """See the protocol."""
        order, ids = "DESC" if descending else "ASC", list[UUID]()
        statement = f"{_FOUND} SELECT error_id FROM found WHERE {_WITHIN} ORDER BY error_id {order} LIMIT %s"  # noqa: S608
        for query, part in self._stretches(span, descending=descending):
            ids += self._connection.exec_driver_sql(statement, (query, *_bounds(part), size - len(ids))).scalars()
            if len(ids) == size:
                break
        if not ids:
            return _Taken()
        return _Taken(of_ids(ids), {}, len(ids), ids[-1] if len(ids) == size else None)

    def count(self, span: Span, *, most: int) -> int:
        """See the protocol."""
        count, self._size = 0, 1
        statement = f"{_FOUND} SELECT count(*) FROM (SELECT 1 FROM found WHERE {_WITHIN} LIMIT %s) AS counted"  # noqa: S608
        for query, part in self._stretches(span, descending=True):
            count += self._connection.exec_driver_sql(statement, (query, *_bounds(part), most - count)).scalar_one()
            if count >= most:
                break
        return count

    def _stretches(self, span: Span, *, descending: bool) -> Iterator[tuple[str, Span]]:
        """What to ask for, part by part of the span, and what to take of it."""
        left = self._existing(span)
        while not left.is_empty:
            bits = STRETCHES[min(self._size, len(STRETCHES) - 1)]
            number = (left.high - 1 if descending else left.low) >> 80 + bits
            low, high = number << 80 + bits, (number + 1) << 80 + bits
            part = Span(max(low, left.low), min(high, left.high))
            yield f"{self._query} & {_lexeme(f'{bits}={number:x}')}", part
            left = Span(left.low, part.low) if descending else Span(part.high, left.high)
            self._size += 1

    def _existing(self, span: Span) -> Span:
        oldest, newest = (self._connection.execute(end).scalar_one_or_none() for end in _ENDS)
        if oldest is None or newest is None:
            return Span(0, 0)
        return Span(max(span.low, oldest.int), min(span.high, newest.int + 1))


_MATCHING = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608
_FOUND = f"WITH found AS MATERIALIZED (SELECT error_id FROM {TABLE} WHERE words @@ %s::tsquery)"  # noqa: S608
_WITHIN = "error_id BETWEEN %s AND %s"


def _bounds(part: Span) -> tuple[UUID, UUID]:
    return UUID(int=part.low), UUID(int=part.high - 1)


def _first_id(number: int) -> UUID:
    return UUID(int=number >> 12 << 80 | 0x7 << 76 | (number & 0xFFF) << 64)


def _last_id(number: int) -> UUID:
    return UUID(int=_first_id(number).int | (1 << 64) - 1)


def _quoted(term: str) -> str:
    """A term holds letters, digits, "_" and "=", none of which means anything within quotes."""
    return f'"{term}"'


def _lexeme(term: str) -> str:
    return f"'{term}'"
