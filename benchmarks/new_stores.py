"""Stores that a benchmark makes for itself, and that go with it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from tests.support.postgres import PostgresServer


@contextmanager
def new_database(name: str) -> Iterator[str]:
    """The address of an empty database of "SQLite" or "PostgreSQL"."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if name == "SQLite":
            yield f"sqlite:///{Path(folder) / 'store.db'}"
            return
        server = PostgresServer.start()
        yield server.create_database("bench")
        server.stop()


@contextmanager
def new_store(name: str) -> Iterator[SqlStore]:
    """A migrated one, empty."""
    with new_database(name) as url:
        engine = make_engine(url)
        migrate(engine)
        yield SqlStore(engine)
        engine.dispose()
