"""Giving rows and lists of values to statements."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, CursorResult, bindparam

T = TypeVar("T")


def write(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> CursorResult[Any] | None:
    """Run the statement for each row, or not at all where there is none.

    A single row goes without the driver's `executemany`, which in psycopg opens and closes a pipeline.
    """
    if not rows:
        return None
    return connection.execute(statement, rows[0] if len(rows) == 1 else rows)


def any_of(name: str) -> BindParameter[Sequence[Any]]:
    """The right side of `column.in_(…)`, for a value from `padded`."""
    return bindparam(name, expanding=True)


def padded(values: Iterable[T]) -> list[T]:
    """The values, the last one repeated up to a power of two: so lists of all lengths share a few statements,
    which the databases keep prepared.
    """
    listed = list(values)
    if not listed:
        return listed
    wanted = 1 << (len(listed) - 1).bit_length()
    return listed + listed[-1:] * (wanted - len(listed))
