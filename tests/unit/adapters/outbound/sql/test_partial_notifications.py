"""A list of notifications that no index leads to is looked through in parts, each with a cursor to go on."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.notification_reader import SqlNotificationReader
from adapters.outbound.sql.notification_repository import SqlNotificationRepository
from adapters.outbound.system.ids import SystemIds
from application.ports.notification_reader import NotificationFilter, NotificationPage
from domain.notification import NotificationState
from tests.support.builders import a_notification
from tests.support.schema import lay_out
from tests.support.strategies import NOON

DEAD = NotificationFilter(states=(NotificationState.DEAD,))
EPISODE = UUID(int=7)
RARE = (2, 3, 19)


@pytest.fixture
def connection() -> Iterator[Connection]:
    """Twenty notifications of one episode, an hour apart; three are dead: the third, the fourth and the last."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    states = [NotificationState.DEAD if place in RARE else NotificationState.ACCEPTED for place in range(20)]
    with engine.connect() as connection:
        for place, state in enumerate(states):
            at = NOON + timedelta(hours=place)
            notice = a_notification(id=SystemIds().new(at), state=state, created_at=at, episode_id=EPISODE)
            SqlNotificationRepository(connection).add([notice])
        yield connection
    engine.dispose()


def walk(reader: SqlNotificationReader, *, limit: int) -> list[NotificationPage]:
    """All pages from the newest on."""
    pages = [reader.page(DEAD, limit=limit)]
    while pages[-1].older_than is not None:
        pages.append(reader.page(DEAD, limit=limit, older_than=pages[-1].older_than))
    return pages


def test_a_page_looks_through_so_many_and_its_cursor_goes_on(connection: Connection) -> None:
    pages = walk(SqlNotificationReader(connection, most_examined=8), limit=5)

    assert [len(page.notifications) for page in pages] == [1, 0, 2]
    assert [page.partial for page in pages] == [True, True, False]
    assert (pages[0].count, pages[0].count_capped) == (1, True)


def test_a_full_page_is_not_partial(connection: Connection) -> None:
    pages = walk(SqlNotificationReader(connection, most_examined=18), limit=1)

    assert [len(page.notifications) for page in pages if page.notifications] == [1, 1, 1]
    assert not pages[1].partial


def test_the_way_back_is_looked_through_in_parts_too(connection: Connection) -> None:
    reader = SqlNotificationReader(connection, most_examined=8)
    fourth = walk(reader, limit=5)[-1].notifications[0].id

    page = reader.page(DEAD, limit=5, newer_than=fourth)

    assert (page.notifications, page.partial) == ([], True)


@pytest.mark.parametrize(
    "narrowed",
    [{"episodes": (EPISODE,)}, {"since": NOON + timedelta(hours=14)}, {"until": NOON + timedelta(hours=6)}],
)
def test_nothing_is_partial_where_an_index_or_the_time_leads(
    connection: Connection, narrowed: dict[str, object]
) -> None:
    wanted = NotificationFilter(states=DEAD.states, **narrowed)  # type: ignore[arg-type]

    page = SqlNotificationReader(connection, most_examined=8).page(wanted, limit=5)

    assert (page.partial, page.count_capped) == (False, False)
    assert page.count == len(page.notifications) > 0
