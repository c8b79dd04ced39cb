"""Going from stretch to stretch through PostgreSQL's inverted index finds what a look at every error would find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.error_repository import SqlErrorRepository
from adapters.outbound.sql.listing.looks import fitting
from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.listing.stretched_index import StretchedIndex
from adapters.outbound.sql.search_index import TABLE
from tests.support.builders import an_error
from tests.support.postgres import PostgresServer
from tests.support.schema import lay_out
from tests.support.strategies import NOON

_WORDS = ("disk", "full", "disk full", "nothing")
_GAPS_MS = st.sampled_from([1, 40, 5_000, 70_000, 900_000, 20_000_000, 300_000_000, 3_000_000_000])


@dataclass(frozen=True)
class Findable:
    """When errors came, and which words each says."""

    moments_ms: Sequence[int]
    words: Sequence[str]

    def ids(self, wanted: str) -> list[UUID]:
        """Of those that say all of this."""
        told = zip(self.moments_ms, self.words, strict=True)
        return [_id(ms) for ms, words in told if set(wanted.split()) <= set(words.split())]


@st.composite
def _findable(draw: st.DrawFn) -> Findable:
    at_ms, moments, words = 1_700_000_000_000, list[int](), list[str]()
    # Dense times and empty ones, one after the other.
    for _ in range(draw(st.integers(1, 6))):
        gap_ms, said = draw(_GAPS_MS), draw(st.sampled_from(_WORDS))
        for _ in range(draw(st.integers(1, 25))):
            at_ms += gap_ms
            moments.append(at_ms)
            words.append(said)
    return Findable(moments, words)


@pytest.fixture(scope="module")
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    """A migrated store."""
    engine = make_engine(postgres.create_database("stretched_index"))
    lay_out(engine)
    yield engine
    engine.dispose()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    found=_findable(),
    wanted=st.sampled_from(["disk", "full", "disk full", "unheard"]),
    ends=st.tuples(st.integers(0, 150), st.integers(0, 150)),
    descending=st.booleans(),
    size=st.integers(1, 30),
)
def test_stretches_give_what_a_scan_gives(
    engine: Engine, found: Findable, wanted: str, ends: tuple[int, int], descending: bool, size: int
) -> None:
    moments = found.moments_ms
    low, high = sorted(_id(moments[min(end, len(moments) - 1)]).int for end in ends)
    span = Span(low, high)
    expected = sorted((key for key in found.ids(wanted) if low <= key.int < high), reverse=descending)

    with engine.connect() as connection:
        _store(connection, found)
        index = StretchedIndex(connection, [[word] for word in wanted.split()])
        taken, counted = _walked(connection, index, span, descending, size), index.count(span, most=7)
        connection.rollback()

    assert taken == expected
    assert (counted.number, counted.more) == (min(len(expected), 7), len(expected) > 7)


def test_terms_that_are_all_common_are_left_at_a_part_of_the_time(engine: Engine) -> None:
    with engine.connect() as connection:
        _store(connection, Findable([1_700_000_000_000 + 60_000 * n for n in range(400)], ["disk"] * 400))
        connection.exec_driver_sql(
            f"INSERT INTO {TABLE} SELECT gen_random_uuid(), words FROM {TABLE}, generate_series(1, 60)"
        )
        connection.exec_driver_sql(f"ANALYZE {TABLE}")
        index = StretchedIndex(connection, [["disk"]], most_intersected=1)
        counted, taken = index.count(Span(), most=10_000), index.take(Span(), descending=True, size=500)
        connection.rollback()

    assert counted.more
    assert 0 < counted.number < 400
    assert taken.is_spent
    assert taken.end is not None


def _walked(connection: Connection, index: StretchedIndex, span: Span, descending: bool, size: int) -> list[UUID]:
    ids, left = list[UUID](), span
    while not left.is_empty:
        taken = index.take(left, descending=descending, size=size)
        if taken.source is not None:
            ids += sorted(fitting(connection, taken.source.select()), reverse=descending)
        if taken.end is None:
            break
        left = left.beyond(taken.end, descending=descending)
    return ids


def _store(connection: Connection, found: Findable) -> None:
    errors = [
        an_error(id=_id(ms), error_type="E", message=words, at=NOON)
        for ms, words in zip(found.moments_ms, found.words, strict=True)
    ]
    SqlErrorRepository(connection).add(errors)


def _id(ms: int) -> UUID:
    return UUID(int=ms << 80 | 0x7 << 76 | 0x8 << 60 | 5)
