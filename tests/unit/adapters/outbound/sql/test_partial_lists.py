"""A list that no index leads to is looked through in parts, each with a cursor to go on."""

from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.error_reader import SqlErrorReader
from adapters.outbound.sql.error_repository import SqlErrorRepository
from adapters.outbound.sql.store import SqlStore
from application.ports.error_reader import ErrorFilter, ErrorOrdering, ErrorPage
from domain.error_log import ErrorLog
from domain.severity import Severity
from tests.contracts.one_store import on_one_store
from tests.support.builders import an_error
from tests.support.error_lists import Stored, filters, stored_lists
from tests.support.schema import lay_out

STAGING_AND_LOW = ErrorFilter(environments=("staging",), severities=(Severity.LOW,), error_types=("DatabaseError",))
SERVICES = [f"service {number}" for number in range(80)]
"""More than are merged."""


@pytest.fixture
def connection() -> Iterator[Connection]:
    """An empty store."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def store() -> Iterator[SqlStore]:
    """The same, as transactions see it."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield SqlStore(engine)
    engine.dispose()


@pytest.fixture
def stored(connection: Connection) -> list[ErrorLog]:
    """Eighty errors of as many services; of staging, the third, the fourth and the last are low."""
    errors = [
        an_error(
            service=service, environment="staging", severity=Severity.LOW if place in (2, 3, 79) else Severity.HIGH
        )
        for place, service in enumerate(SERVICES)
    ]
    SqlErrorRepository(connection).add(errors)
    return errors


def walk(reader: SqlErrorReader, *, limit: int) -> list[ErrorPage]:
    """All pages from the newest on."""
    pages = [reader.page(STAGING_AND_LOW, limit=limit)]
    while pages[-1].next is not None:
        pages.append(reader.page(STAGING_AND_LOW, limit=limit, after=pages[-1].next))
    return pages


def test_a_page_looks_through_so_many_and_its_cursor_goes_on(connection: Connection, stored: list[ErrorLog]) -> None:
    pages = walk(SqlErrorReader(connection, most_examined=30, most_counted=40), limit=5)

    assert [[error.id for error in page.errors] for page in pages] == [
        [stored[79].id],
        [],
        [stored[3].id, stored[2].id],
    ]
    assert [page.partial for page in pages] == [True, True, False]
    assert (pages[0].count, pages[0].count_capped) == (1, True)


def test_a_full_page_is_not_partial(connection: Connection, stored: list[ErrorLog]) -> None:
    pages = walk(SqlErrorReader(connection, most_examined=79, most_counted=80), limit=1)

    assert [error.id for page in pages for error in page.errors] == [stored[place].id for place in (79, 3, 2)]
    assert not pages[1].partial
    assert {(page.count, page.count_capped) for page in pages} == {(3, False)}


def test_where_an_index_leads_nothing_is_partial(connection: Connection, stored: list[ErrorLog]) -> None:
    page = SqlErrorReader(connection, most_examined=8, most_counted=8).page(
        ErrorFilter(environments=("staging",)), limit=5
    )

    assert (page.partial, page.count, page.count_capped) == (False, len(stored), False)


@given(
    stored=stored_lists(), wanted=filters(), ordering=st.sampled_from(ErrorOrdering), most_examined=st.integers(1, 9)
)
@on_one_store
def test_the_parts_make_up_the_whole_there_and_back(
    store: SqlStore, stored: Stored, wanted: ErrorFilter, ordering: ErrorOrdering, most_examined: int
) -> None:
    with store.writing() as work:
        stored.add_to(work)
        reader = SqlErrorReader(work._connection, most_examined=most_examined, most_counted=5)
        read = partial(reader.page, wanted, ordering=ordering, limit=2)
        there, back = [read()], list[ErrorPage]()
        while there[-1].next is not None:
            there.append(read(after=there[-1].next))
        back.append(there[-1])
        while back[-1].previous is not None:
            back.append(read(before=back[-1].previous))

    expected = stored.listed(wanted, ordering)
    assert [error.id for page in there for error in page.errors] == expected
    assert [error.id for page in back[::-1] for error in page.errors] == expected
    assert all(page.count == len(expected) or page.count_capped for page in there + back)
