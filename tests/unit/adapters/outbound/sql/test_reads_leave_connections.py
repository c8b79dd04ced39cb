"""However much is read, there is a connection to write by."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.ports.store_errors import StoreUnavailable
from tests.support.schema import lay_out


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Five connections, of which reads may use two."""
    engine = make_engine(f"sqlite:///{tmp_path}/store.db", pool_size=5)
    lay_out(engine)
    yield engine
    engine.dispose()


def test_reads_that_hold_on_to_their_connections_stop_no_writer(engine: Engine) -> None:
    store = SqlStore(engine, read_wait_s=0.0)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(store.reading()).now()
        with pytest.raises(StoreUnavailable), store.reading():
            raise AssertionError("a third one reads")

        with store.writing() as work:
            assert work.services.services() == []


def test_a_read_that_ends_badly_makes_room_too(engine: Engine) -> None:
    store = SqlStore(engine, read_wait_s=0.0)
    for _ in range(3):
        with pytest.raises(KeyError), store.reading():
            raise KeyError

    with store.reading() as work:
        assert work.services.services() == []
