"""How each database shows all of itself as it is at one moment."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine


class _Ways(NamedTuple):
    options: Mapping[str, Any]
    statements: Sequence[str]
    """Run first of all."""
    whole: Sequence[str]
    """Run before a whole store is written in one transaction."""


_NO_HURRY = ("SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0")
_WAYS: Mapping[str, _Ways] = {
    "postgresql": _Ways({"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}, _NO_HURRY, _NO_HURRY),
    # A read transaction sees the log up to its beginning, and nobody can shorten the log while it lasts
    # (https://sqlite.org/isolation.html).
    "sqlite": _Ways({"sqlite_begin": "BEGIN DEFERRED"}, (), ("PRAGMA defer_foreign_keys = ON",)),
}


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection on which every statement sees the same, and which blocks no writer."""
    ways = _WAYS[engine.dialect.name]
    with engine.connect() as connection:
        connection.execution_options(**ways.options)
        for statement in ways.statements:
            connection.exec_driver_sql(statement)
        yield connection


@contextmanager
def whole_store(engine: Engine) -> Iterator[Connection]:
    """A transaction that may take as long as it takes; undone unless it is committed."""
    with engine.connect() as connection:
        for statement in _WAYS[engine.dialect.name].whole:
            connection.exec_driver_sql(statement)
        yield connection
