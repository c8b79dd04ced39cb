"""Writes that nobody waits for the answer of, sent to the store as one statement.

A lone error's commit took twelve round trips to PostgreSQL, six of them for these; each costs either side a tenth of a
millisecond of processor time, however small its statement.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.driver_calls import run

_OPTION = "gathered_writes"

_Write = tuple[str, tuple[Any, ...]]


@contextmanager
def gathering(connection: Connection) -> Iterator[None]:
    """What is given to `send` inside is run at the end, in one statement where the database has such.

    The parts of that see each other's tables as they were before, and PostgreSQL runs them in any order: they write
    to different tables, and what two transactions may both want to lock must lie in one of them.
    """
    if not dialect_named(connection.dialect.name).one_statement_writes_many:
        yield
        return
    writes: list[_Write] = []
    connection.execution_options(**{_OPTION: writes})
    try:
        yield
    finally:
        connection.execution_options(**{_OPTION: None})
    if writes:
        run(connection, _joined([text for text, _ in writes]), _flat(writes))


def send(connection: Connection, text: str, parameters: tuple[Any, ...]) -> None:
    """Run a statement in the driver's own form whose result nobody needs: now, or when gathering ends."""
    writes = connection.get_execution_options().get(_OPTION)
    if writes is None:
        run(connection, text, parameters)
    else:
        writes.append((text, parameters))


def _joined(texts: Sequence[str]) -> str:
    """Sub-statements in WITH (https://www.postgresql.org/docs/15/queries-with.html#QUERIES-WITH-MODIFYING)."""
    *others, last = texts
    if not others:
        return last
    named = ", ".join(f"part{place} AS ({text})" for place, text in enumerate(others, 1))
    return f"WITH {named} {last}"


def _flat(writes: Sequence[_Write]) -> tuple[Any, ...]:
    return tuple(value for _, parameters in writes for value in parameters)
