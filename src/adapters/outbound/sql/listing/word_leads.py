"""The way through the inverted index: errors that hold all of some terms, in the order of lists."""

from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection, func, select

from adapters.outbound.sql.listing.leads import Window
from adapters.outbound.sql.listing.looks import OF_FRONTS, Checks, counted, fitting, fronts, looked_at
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.listing.stretched_index import StretchedIndex
from adapters.outbound.sql.listing.taken import Counted, Taken, Terms
from adapters.outbound.sql.search_index import TABLE, row_number


class WordLead:
    """Takes candidates from the index, and looks at each by value: two values may share a term, and the rest of what is
    wanted is in no index.
    """

    def __init__(self, connection: Connection, terms: Terms, checks: Checks) -> None:
        self.is_exact = checks.are_none
        self.reads_no_rows = False
        self._connection = connection
        self._checks = checks
        postgresql = connection.dialect.name == "postgresql"
        index = StretchedIndex if postgresql else _OrderedIndex
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
        listed = sorted(within, reverse=descending)
        return Window(listed, candidates.end, candidates.number, is_spent=candidates.is_spent)

    def count(self, span: Span, *, most: int) -> Counted:
        """See the protocol."""
        return Counted(0, more=False) if span.is_empty else self._index.count(span, most=most)

    def has_more_than(self, most: int, span: Span) -> bool:
        """See the protocol."""
        return not span.is_empty and (self._index.surely_has(most, span) or self.count(span, most=most).more)

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


class _Index(Protocol):
    """One database's."""

    def take(self, span: Span, *, descending: bool, size: int) -> Taken:
        """The next so many candidates."""
        ...

    def count(self, span: Span, *, most: int) -> Counted:
        """How many there are, at most `most`."""
        ...

    def surely_has(self, most: int, span: Span) -> bool:
        """Whether more entries than that need be read, known without reading them."""
        ...


class _OrderedIndex:
    """SQLite: the row ids of FTS5 are the fronts of the ids, and matches come in their order."""

    def __init__(self, connection: Connection, terms: Terms) -> None:
        self._connection = connection
        self._match = " AND ".join(f"({' OR '.join(_quoted(term) for term in any_term)})" for any_term in terms)

    def take(self, span: Span, *, descending: bool, size: int) -> Taken:
        """See the protocol."""
        statement = f"{_MATCHING} ORDER BY rowid {'DESC' if descending else 'ASC'} LIMIT ?"
        numbers = self._connection.exec_driver_sql(statement, (*self._bounds(span), size)).scalars().all()
        if not numbers:
            return Taken()
        last = _first_id(numbers[-1]) if descending else _last_id(numbers[-1])
        return Taken(OF_FRONTS, fronts(numbers), len(numbers), last if len(numbers) == size else None)

    def count(self, span: Span, *, most: int) -> Counted:
        """See the protocol."""
        statement = f"SELECT count(*) FROM ({_MATCHING} LIMIT ?)"  # noqa: S608
        found = int(self._connection.exec_driver_sql(statement, (*self._bounds(span), most + 1)).scalar_one())
        return Counted(min(found, most), more=found > most)

    def surely_has(self, most: int, span: Span) -> bool:  # noqa: ARG002
        """See the protocol; counting is quick."""
        return False

    def _bounds(self, span: Span) -> tuple[str, int, int]:
        return self._match, row_number(UUID(int=span.low)), row_number(UUID(int=span.high - 1))


_MATCHING = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608


def _first_id(number: int) -> UUID:
    return UUID(int=number >> 12 << 80 | 0x7 << 76 | (number & 0xFFF) << 64)


def _last_id(number: int) -> UUID:
    return UUID(int=_first_id(number).int | (1 << 64) - 1)


def _quoted(term: str) -> str:
    """A term holds letters, digits, "_" and "=", none of which means anything within quotes."""
    return f'"{term}"'
