"""How many rows at once are handed to a database: what stands in the statement, and what is given to the driver."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

import orjson
from sqlalchemy import Dialect, Table

Row = Mapping[str, Any]

_LARGEST = 64
"""Rows in one VALUES list at the most; other numbers are put together of powers of two, so that few statements are
prepared."""


class Columns:
    """Columns of a table on one database: their names in SQL, and how the driver takes their values."""

    def __init__(self, dialect: Dialect, table: Table, keys: Sequence[str]) -> None:
        quote = dialect.identifier_preparer.quote
        types = [table.c[key].type.dialect_impl(dialect) for key in keys]
        self.keys = keys
        self.names = [quote(key) for key in keys]
        self.definitions = [f"{name} {kind.compile(dialect)}" for name, kind in zip(self.names, types, strict=True)]
        self._convert: list[tuple[str, Callable[[Any], Any] | None]] = [
            (key, kind.bind_processor(dialect)) for key, kind in zip(keys, types, strict=True)
        ]
        self._converted = [(key, convert) for key, convert in self._convert if convert is not None]

    def values(self, row: Row) -> list[Any]:
        """The row's values as the driver takes them."""
        return [row[key] if convert is None else convert(row[key]) for key, convert in self._convert]

    def named_values(self, row: Row) -> dict[str, Any]:
        """As `values`, by name: of thirty columns PostgreSQL's driver wants two in another form."""
        return {**row, **{key: convert(row[key]) for key, convert in self._converted}}


class RowSource(Protocol):
    """One database's way."""

    def parts(self, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """The rows in parts that one statement takes each."""
        ...

    def size(self, part: Sequence[Row]) -> int:
        """What the text of the statement depends on."""
        ...

    def select(self, columns: Columns, size: int) -> str:
        """SQL that gives the rows, with names column1, column2, …"""
        ...

    def parameters(self, columns: Columns, part: Sequence[Row]) -> tuple[Any, ...]:
        """What stands for the rows."""
        ...


class ValuesList:
    """`VALUES (?, ?), …` for SQLite, whose driver lets go of the interpreter at each row of an `executemany`."""

    def parts(self, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """See the protocol."""
        start = 0
        while start < len(rows):
            size = min(_LARGEST, 1 << ((len(rows) - start).bit_length() - 1))
            yield rows[start : start + size]
            start += size

    def size(self, part: Sequence[Row]) -> int:
        """See the protocol."""
        return len(part)

    def select(self, columns: Columns, size: int) -> str:
        """SQLite itself names the columns so (https://sqlite.org/lang_select.html#values)."""
        group = f"({', '.join('?' * len(columns.names))})"
        return f"VALUES {', '.join([group] * size)}"

    def parameters(self, columns: Columns, part: Sequence[Row]) -> tuple[Any, ...]:
        """See the protocol."""
        return tuple(chain.from_iterable(map(columns.values, part)))


class JsonArray:
    """One JSON text for any number of rows, for PostgreSQL: psycopg took 88 µs to adapt a row of thirty columns, here
    the server does that work (https://www.postgresql.org/docs/15/functions-json.html#FUNCTIONS-JSON-PROCESSING).
    """

    def parts(self, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """See the protocol."""
        yield rows

    def size(self, part: Sequence[Row]) -> int:  # noqa: ARG002
        """See the protocol."""
        return 1

    def select(self, columns: Columns, size: int) -> str:  # noqa: ARG002
        """See the protocol."""
        named = ", ".join(f"{name} AS column{place}" for place, name in enumerate(columns.names, 1))
        return f"SELECT {named} FROM json_to_recordset(%s::json) AS given({', '.join(columns.definitions)})"  # noqa: S608

    def parameters(self, columns: Columns, part: Sequence[Row]) -> tuple[Any, ...]:
        """See the protocol."""
        rows = [columns.named_values(row) for row in part]
        return (orjson.dumps(rows, default=_in_json).decode(),)


def _in_json(value: Any) -> str:
    """Bytes, which psycopg's type wraps, in the form that `bytea` reads."""
    held = getattr(value, "obj", value)
    if isinstance(held, bytes):
        return f"\\x{held.hex()}"
    raise TypeError(f"{type(value).__name__} has no form in JSON")
