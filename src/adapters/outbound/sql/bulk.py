"""Statements of the ingest path: many rows at once, written out once and handed to the driver as they are.

SQLAlchemy's own way costs 60 to 100 µs a statement and 30 to 60 µs a row of thirty columns.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.driver_calls import ask
from adapters.outbound.sql.gathering import send
from adapters.outbound.sql.row_sources import Columns, Row, RowSource
from application.ports.store_errors import DataRefused


class _Bulk(ABC):
    """What inserts and updates share: the statements written so far, by database, columns and size."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns: dict[tuple[str, tuple[str, ...]], Columns] = {}
        self._texts: dict[tuple[str, tuple[str, ...], int], str] = {}

    def _statements(
        self, connection: Connection, keys: tuple[str, ...], rows: Sequence[Row]
    ) -> Iterator[tuple[str, tuple[Any, ...]]]:
        name, source = connection.dialect.name, dialect_named(connection.dialect.name).rows
        if (name, keys) not in self._columns:
            self._columns[name, keys] = Columns(connection.dialect, self._table, keys)
        columns = self._columns[name, keys]
        for part in source.parts(rows):
            size = source.size(part)
            if (name, keys, size) not in self._texts:
                self._texts[name, keys, size] = self._written(columns, source.select(columns, size))
            text = self._texts[name, keys, size]
            yield text, _parameters(source, columns, part)

    @abstractmethod
    def _written(self, columns: Columns, source: str) -> str:
        """The statement, where `source` gives the rows as column1, column2, …"""


def _parameters(source: RowSource, columns: Columns, part: Sequence[Row]) -> tuple[Any, ...]:
    try:
        return source.parameters(columns, part)
    except (TypeError, ValueError, OverflowError) as fault:
        raise DataRefused(f"a value cannot be stored ({type(fault).__name__})") from None


class BulkInsert(_Bulk):
    """`tail` is what follows the values: `ON CONFLICT …`, or nothing."""

    def __init__(self, table: Table, tail: str = "") -> None:
        super().__init__(table)
        self._tail = tail

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Insert the rows in their order, all with the same columns; nothing where there is none."""
        if rows:
            for text, parameters in self._statements(connection, tuple(rows[0]), rows):
                send(connection, text, parameters)

    def returning(self, connection: Connection, rows: Sequence[Row], column: str) -> Iterator[Any]:
        """As `run`; what the tail's `RETURNING` of one column gives."""
        if not rows:
            return
        dialect = connection.dialect
        convert = self._table.c[column].type.dialect_impl(dialect).result_processor(dialect, None)
        for text, parameters in self._statements(connection, tuple(rows[0]), rows):
            for (stored,) in ask(connection, text, parameters):
                yield stored if convert is None else convert(stored)

    def _written(self, columns: Columns, source: str) -> str:
        # "WHERE true" keeps SQLite from reading ON CONFLICT as a join's ON (https://sqlite.org/lang_upsert.html).
        rows = f"SELECT * FROM ({source}) AS new WHERE true"  # noqa: S608
        return f"INSERT INTO {self._table.name} ({', '.join(columns.names)}) {rows} {self._tail}"


class BulkUpdate(_Bulk):
    """Overwrites rows found by their `id`, which each row carries as `key` beside the columns to set."""

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Update the rows, all with the same columns; nothing where there is none."""
        if not rows:
            return
        keys = ("id", *(name for name in rows[0] if name != "key"))
        for text, parameters in self._statements(connection, keys, [{**row, "id": row["key"]} for row in rows]):
            send(connection, text, parameters)

    def _written(self, columns: Columns, source: str) -> str:
        table = self._table.name
        changes = ", ".join(f"{name} = new.column{place}" for place, name in enumerate(columns.names[1:], 2))
        return f"UPDATE {table} SET {changes} FROM ({source}) AS new WHERE {table}.id = new.column1"  # noqa: S608
