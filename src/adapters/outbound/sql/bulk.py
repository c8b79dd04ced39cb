"""Statements of the ingest path: many rows at once, written out once and handed to the driver as they are.

SQLAlchemy's own way costs 60 to 100 µs a statement and 30 to 60 µs a row of thirty columns. SQLite's driver also lets
go of the interpreter at each row of an `executemany`, for any waiting request thread to take; so SQLite gets one
statement for many rows. psycopg sends an `executemany` in one pipeline, which costs it less than one long statement.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from adapters.outbound.sql.dialects import dialect_named

Row = Mapping[str, Any]

_LARGEST = 64
"""Rows in one statement at the most; other numbers are put together of powers of two, so that few statements are
prepared."""


class _Statement:
    """One statement on one database for rows with the same columns."""

    def __init__(self, dialect: Dialect, table: Table, columns: Sequence[str]) -> None:
        self.columns = columns
        self.mark = dialect_named(dialect.name).placeholder
        quote = dialect.identifier_preparer.quote
        self.table = quote(table.name)
        self.names = [quote(name) for name in columns]
        types = (table.c[name].type.dialect_impl(dialect) for name in columns)
        self._convert = [kind.bind_processor(dialect) for kind in types]
        self._texts: dict[int, str] = {}

    def values(self, row: Row) -> list[Any]:
        """The row's values as the driver takes them, in the order of the columns."""
        return [
            row[name] if convert is None else convert(row[name])
            for name, convert in zip(self.columns, self._convert, strict=True)
        ]

    def groups(self, count: int) -> str:
        """So many rows of placeholders."""
        group = f"({', '.join([self.mark] * len(self.columns))})"
        return ", ".join([group] * count)

    def text(self, count: int, write: Callable[["_Statement", int], str]) -> str:
        """The statement for so many rows, written out at its first use."""
        if count not in self._texts:
            self._texts[count] = write(self, count)
        return self._texts[count]


class _Bulk:
    """What inserts and updates share."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._statements: dict[tuple[str, tuple[str, ...]], _Statement] = {}

    def _statement(self, dialect: Dialect, columns: Iterable[str]) -> _Statement:
        key = (dialect.name, tuple(columns))
        if key not in self._statements:
            self._statements[key] = _Statement(dialect, self._table, key[1])
        return self._statements[key]


class BulkInsert(_Bulk):
    """`tail` is what follows the values: `ON CONFLICT …`, or nothing."""

    def __init__(self, table: Table, tail: str = "") -> None:
        super().__init__(table)
        self._tail = tail

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Insert the rows, all with the same columns; nothing where there is none."""
        if not rows:
            return
        statement = self._statement(connection.dialect, rows[0])
        if dialect_named(connection.dialect.name).many_rows_in_one_statement:
            for part in _parts(rows):
                values = [value for row in part for value in statement.values(row)]
                connection.exec_driver_sql(statement.text(len(part), self._written), tuple(values))
            return
        text = statement.text(1, self._written)
        values_of_rows = [tuple(statement.values(row)) for row in rows]
        connection.exec_driver_sql(text, values_of_rows[0] if len(rows) == 1 else values_of_rows)

    def returning(self, connection: Connection, rows: Sequence[Row], column: str) -> Iterator[Any]:
        """As `run`, in statements of many rows on both databases; what their `RETURNING` of one column gives."""
        if not rows:
            return
        statement = self._statement(connection.dialect, rows[0])
        convert = self._table.c[column].type.dialect_impl(connection.dialect).result_processor(connection.dialect, None)
        for part in _parts(rows):
            values = [value for row in part for value in statement.values(row)]
            for (stored,) in connection.exec_driver_sql(statement.text(len(part), self._written), tuple(values)):
                yield stored if convert is None else convert(stored)

    def _written(self, statement: _Statement, count: int) -> str:
        names = ", ".join(statement.names)
        return f"INSERT INTO {statement.table} ({names}) VALUES {statement.groups(count)} {self._tail}"  # noqa: S608


class BulkUpdate(_Bulk):
    """Overwrites rows found by their `id`, which each row carries as `key` beside the columns to set."""

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Update the rows, all with the same columns; nothing where there is none."""
        if not rows:
            return
        changes = [name for name in rows[0] if name != "key"]
        renamed = [{**row, "id": row["key"]} for row in rows]
        if dialect_named(connection.dialect.name).many_rows_in_one_statement:
            statement = self._statement(connection.dialect, ["id", *changes])
            for part in _parts(renamed):
                values = [value for row in part for value in statement.values(row)]
                connection.exec_driver_sql(statement.text(len(part), _update_from_values), tuple(values))
            return
        statement = self._statement(connection.dialect, [*changes, "id"])
        values_of_rows = [tuple(statement.values(row)) for row in renamed]
        text = statement.text(1, _update_one)
        connection.exec_driver_sql(text, values_of_rows[0] if len(rows) == 1 else values_of_rows)


def _update_from_values(statement: _Statement, count: int) -> str:
    # SQLite names the columns of a VALUES list column1, column2, … (https://sqlite.org/lang_select.html#values).
    changes = ", ".join(f"{name} = new.column{place}" for place, name in enumerate(statement.names[1:], 2))
    source = f"(VALUES {statement.groups(count)}) AS new"
    return f"UPDATE {statement.table} SET {changes} FROM {source} WHERE {statement.table}.id = new.column1"  # noqa: S608


def _update_one(statement: _Statement, _count: int) -> str:
    changes = ", ".join(f"{name} = {statement.mark}" for name in statement.names[:-1])
    return f"UPDATE {statement.table} SET {changes} WHERE id = {statement.mark}"  # noqa: S608


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    start = 0
    while start < len(rows):
        size = min(_LARGEST, 1 << ((len(rows) - start).bit_length() - 1))
        yield rows[start : start + size]
        start += size
