"""The few things that the two databases do differently, each in one place."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from adapters.outbound.sql.row_sources import JsonArray, RowSource, ValuesList

InsertFactory = Callable[[Table], postgresql.Insert]
"""Starts an insert that knows `on_conflict_do_…`; PostgreSQL's type stands for both, whose methods are alike."""


@dataclass(frozen=True, slots=True)
class StoreDialect:
    """`insert` starts an upsert, `now` reads the store's clock, `migration_lock` lets one host at a time change the
    schema; the options open a transaction; `rows` hands over many rows at once; `one_statement_writes_many` says
    whether a statement can hold others that write.
    """

    insert: InsertFactory
    now: Callable[[Connection], datetime]
    migration_lock: Callable[[Connection], AbstractContextManager[None]]
    writing: Mapping[str, Any]
    reading: Mapping[str, Any]
    rows: RowSource
    one_statement_writes_many: bool


_CLOCK = select(func.clock_timestamp())


def _server_time(connection: Connection) -> datetime:
    return cast("datetime", connection.execute(_CLOCK).scalar_one()).astimezone(UTC)


def _host_time(_: Connection) -> datetime:
    # SQLite runs inside this process: its clock is this host's, and its own functions know only milliseconds.
    return datetime.now(UTC)


_MIGRATION_LOCK = 7_310_579_201_443_771_905
"""Any number that no other program locks in this database."""

_DDL_PATIENCE_MS = 60_000


@contextmanager
def _advisory_lock(connection: Connection) -> Iterator[None]:
    # Waiting for another host may take as long as its steps do; a step itself must not queue behind a long
    # transaction for ever, since all others would queue behind the step.
    connection.exec_driver_sql("SET statement_timeout = 0")
    connection.exec_driver_sql("SET lock_timeout = 0")
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({_MIGRATION_LOCK})")
    connection.exec_driver_sql(f"SET lock_timeout = {_DDL_PATIENCE_MS}")
    connection.commit()
    try:
        yield
    finally:
        # Its session ends with it: the lock and the settings go.
        connection.invalidate()


@contextmanager
def _file_lock(connection: Connection) -> Iterator[None]:
    # `BEGIN IMMEDIATE` is the lock: DDL is transactional in SQLite. Only the wait for it must be longer, for which
    # the driver is asked behind SQLAlchemy's back, since that would begin the transaction first.
    driver = connection.connection.cursor()
    (usual_ms,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute(f"PRAGMA busy_timeout = {_DDL_PATIENCE_MS}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual_ms}")
        driver.close()


_DIALECTS: Mapping[str, StoreDialect] = {
    "postgresql": StoreDialect(
        insert=postgresql.insert,
        now=_server_time,
        migration_lock=_advisory_lock,
        writing={},
        reading={"postgresql_readonly": True},
        rows=JsonArray(),
        one_statement_writes_many=True,
    ),
    "sqlite": StoreDialect(
        insert=cast("InsertFactory", sqlite.insert),
        now=_host_time,
        migration_lock=_file_lock,
        writing={"sqlite_begin": "BEGIN IMMEDIATE"},
        reading={"sqlite_begin": "BEGIN DEFERRED"},
        rows=ValuesList(),
        one_statement_writes_many=False,
    ),
}


def dialect_named(name: str) -> StoreDialect:
    """The dialect of that SQLAlchemy name. Raises KeyError for one that is not served."""
    return _DIALECTS[name]


class Upsert:
    """A statement that each dialect starts with an insert of its own; built once, when its module is loaded."""

    def __init__(self, build: Callable[[InsertFactory], Any]) -> None:
        self._built = {name: build(dialect.insert) for name, dialect in _DIALECTS.items()}

    def on(self, connection: Connection) -> Any:
        """The statement for this connection's database."""
        return self._built[connection.dialect.name]
