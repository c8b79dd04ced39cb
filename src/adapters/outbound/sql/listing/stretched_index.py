"""PostgreSQL's inverted index: a GIN index has no order, so it is asked stretch by stretch of time."""

import math
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from adapters.outbound.sql.listing.looks import of_ids
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.listing.taken import Counted, Taken, Terms
from adapters.outbound.sql.search_index import STRETCHES, TABLE
from adapters.outbound.sql.tables import ERROR_LOGS

MOST_INTERSECTED = 60_000
"""Errors whose stretches are intersected with terms that are all common: about 0.1 µs for each entry of a term."""
_DOUBT = 2
"""How many times as many the statistics must tell: they are a guess, out of a sample."""
MOST_LEAPT = 16
"""How many times as long as the one before a part may be: what is dense today need not have been so last week."""

_ERROR = ERROR_LOGS.c
_ENDS = tuple(select(_ERROR.id).order_by(order).limit(1) for order in (_ERROR.id, _ERROR.id.desc()))
_MILLISECOND = 80
"""Bits of an id behind its millisecond."""
_FIRST_MS = 1 << STRETCHES[1]
_MOST_STRETCHES = 10
"""In one question: more of them cost more than one of the next size."""
_SLACK = 1.25
"""More than the density so far makes one expect, so that the last of what is wanted seldom needs a part of its own."""

# What is found is few; were the ids a condition of the same scan, the planner would at times read by them.
_FOUND = f"WITH found AS MATERIALIZED (SELECT error_id FROM {TABLE} WHERE words @@ %s::tsquery)"  # noqa: S608
_WITHIN = "error_id BETWEEN %s AND %s"
_COUNT = f"{_FOUND} SELECT count(*) FROM found WHERE {_WITHIN}"  # noqa: S608
_ROWS = f"SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = '{TABLE}'::regclass"  # noqa: S608
_GUESS = f"EXPLAIN (FORMAT JSON) SELECT FROM {TABLE} WHERE words @@ %s::tsquery"


@dataclass(slots=True)
class _Pace:
    """What was found so far, in how many milliseconds, and how long the part before was."""

    found: int = 0
    covered_ms: float = 0.0
    before_ms: float = 0.0

    def next_ms(self, needed: int) -> float:
        """How far to go for so many: no further than the density so far makes one expect."""
        if not self.before_ms:
            return _FIRST_MS
        if not self.found:
            return self.before_ms * MOST_LEAPT
        return min(needed * self.covered_ms / self.found * _SLACK, self.before_ms * MOST_LEAPT)

    def note(self, found: int, part: Span) -> None:
        length_ms = (part.high - part.low) / (1 << _MILLISECOND)
        self.found += found
        self.covered_ms += length_ms
        self.before_ms = max(self.before_ms, length_ms, 1.0)


class StretchedIndex:
    """Goes from stretch to stretch, as far at a time as is likely to hold what is still wanted: a common word costs a
    few minutes, a rare one all the time at once.

    Args:
        most_intersected: errors that parts of the time may hold, before terms that are all common are left at that.
    """

    def __init__(self, connection: Connection, terms: Terms, *, most_intersected: int = MOST_INTERSECTED) -> None:
        self._connection = connection
        self._groups = [f"({' | '.join(_lexeme(term) for term in any_term)})" for any_term in terms]
        self._query = " & ".join(self._groups)
        self._most_intersected = most_intersected
        self._pace = _Pace()
        self._rarest: float | None = None
        self._stored: float | None = None
        self._whole: Span | None = None

    def take(self, span: Span, *, descending: bool, size: int) -> Taken:
        """See the protocol."""
        order, ids = "DESC" if descending else "ASC", list[UUID]()
        statement = f"{_FOUND} SELECT error_id FROM found WHERE {_WITHIN} ORDER BY error_id {order} LIMIT %s"  # noqa: S608
        whole = self._existing()
        left = asked = whole.within(span)
        while not left.is_empty and len(ids) < size:
            if self._goes_too_far(asked, whole):
                last = UUID(int=left.high if descending else left.low - 1)
                return Taken(of_ids(ids), {}, len(ids), last, is_spent=True)
            query, part = self._part(left, whole, size - len(ids), descending=descending)
            found = self._connection.exec_driver_sql(statement, (query, *_bounds(part), size - len(ids)))
            new = found.scalars().all()
            self._pace.note(len(new), part)
            ids += new
            left = left.without(part, descending=descending)
        if not ids:
            return Taken()
        return Taken(of_ids(ids), {}, len(ids), ids[-1] if len(ids) == size else None)

    def count(self, span: Span, *, most: int) -> Counted:
        """See the protocol."""
        self._pace = _Pace()
        count, whole = 0, self._existing()
        left = asked = whole.within(span)
        while not left.is_empty and count <= most:
            if self._goes_too_far(asked, whole):
                return Counted(count, more=True)
            query, part = self._part(left, whole, most + 1 - count, descending=True)
            new = self._connection.exec_driver_sql(_COUNT, (query, *_bounds(part))).scalar_one()
            self._pace.note(new, part)
            count += new
            left = left.without(part, descending=True)
        return Counted(min(count, most), more=count > most)

    def _part(self, left: Span, whole: Span, needed: int, *, descending: bool) -> tuple[str, Span]:
        """What to ask for, and which part of what is left it tells all of."""
        length_ms = self._pace.next_ms(needed)
        left_ms, whole_ms = ((span.high - span.low) / (1 << _MILLISECOND) for span in (left, whole))
        if length_ms >= left_ms >= whole_ms / 2:
            return self._query, left
        bits = max((bits for bits in STRETCHES if 1 << bits <= length_ms), default=STRETCHES[0])
        number = math.ceil(length_ms / (1 << bits))
        if number > _MOST_STRETCHES and bits < STRETCHES[-1]:
            bits, number = bits + STRETCHES[1] - STRETCHES[0], 1
        shift = _MILLISECOND + bits
        first = (left.high - 1 if descending else left.low) >> shift
        farthest = left.low >> shift if descending else left.high - 1 >> shift
        last = max(first - number + 1, farthest) if descending else min(first + number - 1, farthest)
        lowest, highest = min(first, last), max(first, last)
        asked = " | ".join(_lexeme(f"{bits}={stretch:x}") for stretch in range(lowest, highest + 1))
        part = Span(max(lowest << shift, left.low), min((highest + 1) << shift, left.high))
        return f"{self._query} & ({asked})", part

    def _goes_too_far(self, asked: Span, whole: Span) -> bool:
        """Whether more would have to be intersected than may be: only where even the rarest term is known to be of
        more errors than a count is exact for. A rare term leads through any time at once.
        """
        if self._intersected(whole) < self._most_intersected:
            return False
        return self._is_common(asked, whole, 10_000)

    def surely_has(self, most: int, span: Span) -> bool:
        """See the protocol."""
        whole = self._existing()
        asked = whole.within(span)
        return not asked.is_empty and self._is_common(asked, whole, most)

    def _is_common(self, asked: Span, whole: Span, number: int) -> bool:
        if self._rarest is None:
            self._rarest = min(self._guessed(group) for group in self._groups)
        return self._rarest * (asked.high - asked.low) / (whole.high - whole.low) > number * _DOUBT

    def _intersected(self, whole: Span) -> float:
        if self._stored is None:
            self._stored = float(self._connection.exec_driver_sql(_ROWS).scalar_one())
        return self._stored * self._pace.covered_ms * (1 << _MILLISECOND) / (whole.high - whole.low)

    def _guessed(self, query: str) -> float:
        """What PostgreSQL's statistics say: they list the common terms, and put the others below them."""
        [plan] = self._connection.exec_driver_sql(_GUESS, (query,)).scalar_one()
        return float(plan["Plan"]["Plan Rows"])

    def _existing(self) -> Span:
        """From the oldest to the newest error, asked for once."""
        if self._whole is None:
            oldest, newest = (self._connection.execute(end).scalar_one_or_none() for end in _ENDS)
            self._whole = Span(0, 0) if oldest is None or newest is None else Span(oldest.int, newest.int + 1)
        return self._whole


def _bounds(part: Span) -> tuple[UUID, UUID]:
    return UUID(int=part.low), UUID(int=part.high - 1)


def _lexeme(term: str) -> str:
    return f"'{term}'"
