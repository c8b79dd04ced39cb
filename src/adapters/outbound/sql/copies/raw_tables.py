"""The tables as they lie on disk: what is packed stays packed, and everything else has a form in JSON."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Column, LargeBinary, MetaData, Table

from adapters.outbound.sql.column_types import ID, LONG_TEXT, MOMENT
from adapters.outbound.sql.tables import METADATA


def _raw(table: Table, metadata: MetaData) -> Table:
    columns = [
        Column(column.name, LargeBinary() if column.type is LONG_TEXT else column.type, primary_key=column.primary_key)
        for column in table.columns
    ]
    return Table(table.name, metadata, *columns)


_METADATA = MetaData()
RAW_TABLES: Mapping[str, Table] = {table.name: _raw(table, _METADATA) for table in METADATA.sorted_tables}
"""By name, each after those that it refers to. Without the search index, which follows from the errors."""


def to_line(row: Sequence[Any]) -> bytes:
    """The values of a row: ids and moments as text, bytes in base 64."""
    return orjson.dumps(list(row), default=_bytes)


def _bytes(value: Any) -> str:
    return b64encode(bytes(value)).decode()


class RowReader:
    """Reads lines back into rows of a table. Raises KeyError for a column that the table does not have."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self._readers = [(name, _reader(table.c[name])) for name in columns]

    def row(self, line: bytes) -> dict[str, Any]:
        """The row by column."""
        return {
            name: value if reader is None or value is None else reader(value)
            for (name, reader), value in zip(self._readers, orjson.loads(line), strict=True)
        }


def _reader(column: Column[Any]) -> Callable[[Any], Any] | None:
    if column.type is ID:
        return UUID
    if column.type is MOMENT:
        return datetime.fromisoformat
    return b64decode if isinstance(column.type, LargeBinary) else None
