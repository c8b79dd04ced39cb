"""A list that no index leads to is looked through in parts, each with a cursor to go on."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.error_reader import SqlErrorReader
from adapters.outbound.sql.error_repository import SqlErrorRepository
from adapters.outbound.sql.migrate import migrate
from application.ports.error_reader import ErrorFilter, ErrorPage
from tests.support.builders import an_error

STAGING = ErrorFilter(environments=("staging",))
RARE = [UUID(int=3), UUID(int=4), UUID(int=20)]


@pytest.fixture
def connection() -> Iterator[Connection]:
    """Twenty errors; three are of staging: the third, the fourth and the last."""
    engine = make_engine("sqlite://")
    migrate(engine)
    ids = [UUID(int=number) for number in range(1, 21)]
    with engine.connect() as connection:
        SqlErrorRepository(connection).add(
            [an_error(id=id_, environment="staging" if id_ in RARE else "production") for id_ in ids]
        )
        yield connection
    engine.dispose()


def walk(reader: SqlErrorReader, *, limit: int) -> list[ErrorPage]:
    """All pages from the newest on."""
    pages = [reader.page(STAGING, limit=limit)]
    while pages[-1].older_than is not None:
        pages.append(reader.page(STAGING, limit=limit, older_than=pages[-1].older_than))
    return pages


def test_a_page_looks_through_so_many_and_its_cursor_goes_on(connection: Connection) -> None:
    pages = walk(SqlErrorReader(connection, most_examined=8), limit=5)

    assert [[error.id.int for error in page.errors] for page in pages] == [[20], [], [4, 3]]
    assert [page.partial for page in pages] == [True, True, False]
    assert (pages[0].count, pages[0].count_capped) == (1, True)


def test_the_way_back_is_looked_through_in_parts_too(connection: Connection) -> None:
    reader = SqlErrorReader(connection, most_examined=8)

    page = reader.page(STAGING, limit=5, newer_than=UUID(int=4))

    assert (page.errors, page.partial, page.newer_than) == ([], True, UUID(int=12))


def test_a_full_page_is_not_partial(connection: Connection) -> None:
    pages = walk(SqlErrorReader(connection, most_examined=18), limit=1)

    assert [[error.id.int for error in page.errors] for page in pages if page.errors] == [[20], [4], [3]]
    assert not pages[1].partial


def test_where_an_index_leads_nothing_is_partial(connection: Connection) -> None:
    page = SqlErrorReader(connection, most_examined=8).page(ErrorFilter(services=("java",)), limit=5)

    assert (page.partial, page.count, page.count_capped) == (False, 20, False)
