"""What callers are told when the database is away, full, locked or slow, and that all is well afterwards."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.ports.store_errors import CommitOutcomeUnknown, DataRefused, StoreUnavailable
from application.ports.unit_of_work import Store
from tests.support.builders import an_error
from tests.support.postgres import PostgresServer
from tests.support.processes import free_port
from tests.support.schema import lay_out


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL that this test may stop."""
    server = PostgresServer.start()
    yield server
    server.stop("immediate")


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """On a database of the shared server."""
    engine = make_engine(postgres_url, pool_size=2)
    yield engine
    engine.dispose()


@pytest.fixture
def file_engine(tmp_path: Path) -> Iterator[Engine]:
    """On a file."""
    engine = make_engine(f"sqlite:///{tmp_path}/store.db", pool_size=2)
    lay_out(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("how", ["kill", "fast", "immediate"])
def test_a_server_that_went_away_and_came_back(server: PostgresServer, how: str) -> None:
    engine = make_engine(server.create_database("store"))
    lay_out(engine)
    store, error = SqlStore(engine), an_error()
    _add(store, error)

    server.kill() if how == "kill" else server.stop(how)
    with pytest.raises(StoreUnavailable):
        _add(store, an_error())
    with pytest.raises(StoreUnavailable):
        _add(store, an_error())
    server.start_again()

    with store.reading() as work:
        assert work.errors.get(error.id) == error
    _add(store, an_error())
    engine.dispose()


def test_a_server_that_never_was(capfd: pytest.CaptureFixture[str]) -> None:
    engine = make_engine(f"postgresql://ada:sesame@127.0.0.1:{free_port()}/store")

    with pytest.raises(StoreUnavailable) as away:
        _add(SqlStore(engine), an_error())

    engine.dispose()
    assert not any(word in str(away.value) + repr(engine) for word in ("sesame",))
    assert "ada" not in str(away.value)


def test_a_connection_that_breaks_during_work(engine: Engine) -> None:
    store = SqlStore(engine)

    with store.writing() as work:
        work.errors.add([an_error()])
        _terminate_others(engine)
        with pytest.raises(StoreUnavailable):
            work.errors.add([an_error()])

    _add(store, an_error())


def test_a_connection_that_breaks_during_the_commit(engine: Engine) -> None:
    store = SqlStore(engine)

    with store.writing() as work:
        work.errors.add([an_error()])
        _terminate_others(engine)
        # What is announced is written before, and would be the first to notice.
        with pytest.raises(CommitOutcomeUnknown):
            work.commit(announce=False)

    _add(store, an_error())


def test_every_connection_in_use(engine: Engine) -> None:
    store = SqlStore(engine)
    with store.writing() as first, store.writing() as second:
        first.now(), second.now()

        with pytest.raises(StoreUnavailable), store.writing():
            pass


def test_a_lock_that_is_held_for_too_long(postgres_url: str) -> None:
    engine = make_engine(f"{postgres_url}?options=-c%20lock_timeout=50")
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE error_logs"))

        with pytest.raises(StoreUnavailable):
            _add(SqlStore(engine), an_error())

    engine.dispose()


def test_a_statement_that_takes_too_long(postgres_url: str) -> None:
    engine = make_engine(f"{postgres_url}?options=-c%20statement_timeout=50")

    with engine.connect() as connection, pytest.raises(StoreUnavailable):
        connection.execute(text("SELECT pg_sleep(5)"))

    engine.dispose()


def test_a_database_that_takes_no_writes(postgres_url: str) -> None:
    # What a standby answers after a failover: the next unit of work must look for the new primary.
    engine = make_engine(f"{postgres_url}?options=-c%20default_transaction_read_only=on")

    before = _backend(engine)

    with pytest.raises(StoreUnavailable):
        _add(SqlStore(engine), an_error())

    assert _backend(engine) != before
    engine.dispose()


def test_a_value_that_postgresql_cannot_hold(engine: Engine) -> None:
    with pytest.raises(DataRefused):
        _add(SqlStore(engine), an_error(message="NUL \0"))


def test_an_index_entry_that_is_too_long_for_postgresql(engine: Engine) -> None:
    wide = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(4000))

    with pytest.raises(DataRefused):
        _add(SqlStore(engine), an_error(error_type=wide))


def test_a_full_disk(file_engine: Engine) -> None:
    store = SqlStore(file_engine)
    with file_engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")

    with pytest.raises(StoreUnavailable):
        _add(store, *(an_error(message="x" * 5000) for _ in range(50)))

    with file_engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    _add(store, an_error())


def test_a_file_that_another_process_keeps_locked(file_engine: Engine, tmp_path: Path) -> None:
    with file_engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreUnavailable):
        _add(SqlStore(file_engine), an_error())

    other.close()
    _add(SqlStore(file_engine), an_error())


def test_one_unit_of_work_at_a_time_in_memory() -> None:
    engine = make_engine("sqlite://")
    lay_out(engine)
    store, done = SqlStore(engine), []

    def add() -> None:
        _add(store, an_error())
        done.append(1)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    engine.dispose()
    assert len(done) == 8


def _add(store: Store, *errors: object) -> None:
    with store.writing() as work:
        work.errors.add(errors)  # type: ignore[arg-type]
        work.commit()


def _backend(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _terminate_others(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
