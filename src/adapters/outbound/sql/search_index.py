"""The inverted index of errors (ADR 0005): which errors have a term, newest first.

SQLite keeps it in FTS5 without contents, whose row ids are the time-ordered front of the errors' ids, so that it gives
matches in the order of lists (https://sqlite.org/fts5.html). PostgreSQL keeps a `tsvector` and a GIN index, which
gives no order: there an error has further terms for the stretches of time that it lies in, and lists go backwards
from stretch to stretch (https://www.postgresql.org/docs/15/gin.html).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, MetaData, event

from adapters.outbound.sql.gathering import send
from adapters.outbound.sql.tables.schema import METADATA
from domain.error_log import ErrorLog
from domain.search_terms import terms_of

TABLE = "error_words"
STRETCHES = (16, 20, 24, 28, 32)
"""Bits of milliseconds: 66 seconds, 17 minutes, 4.7 hours, 3.1 days, 50 days."""

_MAKE: Mapping[str, Sequence[str]] = {
    "sqlite": (
        f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(
            words, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_='")""",
    ),
    "postgresql": (
        f"""CREATE TABLE {TABLE} (
            error_id UUID NOT NULL, words TSVECTOR NOT NULL, CONSTRAINT pk_{TABLE} PRIMARY KEY (error_id))""",
        f"CREATE INDEX ix_{TABLE}_words ON {TABLE} USING gin (words)",
    ),
}
_LARGEST = 64
"""Rows in one VALUES list."""
_ADD_JSON = (
    f"INSERT INTO {TABLE} SELECT id, array_to_tsvector(string_to_array(words, ' ')) "  # noqa: S608
    "FROM json_to_recordset(%s::json) AS given(id UUID, words TEXT)"
)
_REMOVE_IDS = f"DELETE FROM {TABLE} WHERE error_id = ANY(%s)"  # noqa: S608


def make_search_index(connection: Connection) -> None:
    """Make the empty index; for migrations, and for tests that make all tables at once."""
    for statement in _MAKE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def row_number(error_id: UUID) -> int:
    """The front of a UUIDv7 in 60 bits: its milliseconds and its counter, which no two ids of a process share."""
    number = error_id.int
    return (number >> 80) << 12 | (number >> 64) & 0xFFF


def stretch_term(error_id: UUID, bits: int) -> str:
    """The term of the stretch of 2^bits milliseconds that an error lies in."""
    return f"{bits}={error_id.int >> 80 + bits:x}"


class SqlSearchIndex:
    """Writes the index, in the transaction that writes the errors."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, errors: Iterable[ErrorLog]) -> None:
        """Make errors findable that are not yet."""
        self.add_terms([(error.id, " ".join(terms_of(error.report, error.pattern_id))) for error in errors])

    def add_terms(self, found: Sequence[tuple[UUID, str]]) -> None:
        """The same by their ids and terms, with spaces between."""
        if self._connection.dialect.name == "postgresql":
            rows = [{"id": error_id, "words": f"{words} {_stretches(error_id)}"} for error_id, words in found]
            if rows:
                send(self._connection, _ADD_JSON, (orjson.dumps(rows).decode(),))
            return
        for start, size in _parts(len(found)):
            part = found[start : start + size]
            values = [value for error_id, words in part for value in (row_number(error_id), words)]
            places = ", ".join(["(?, ?)"] * size)
            send(self._connection, f"INSERT INTO {TABLE} (rowid, words) VALUES {places}", tuple(values))  # noqa: S608

    def remove(self, errors: Iterable[ErrorLog]) -> None:
        """Make errors unfindable that are findable, by the same report and pattern that they were added with: SQLite
        takes an entry out term by term, and one that is not there would spoil the index.
        """
        gone = list(errors)
        if self._connection.dialect.name == "postgresql":
            if gone:
                self._connection.exec_driver_sql(_REMOVE_IDS, ([error.id for error in gone],))
            return
        for error in gone:
            words = " ".join(terms_of(error.report, error.pattern_id))
            self._connection.exec_driver_sql(
                f"INSERT INTO {TABLE} ({TABLE}, rowid, words) VALUES ('delete', ?, ?)",  # noqa: S608
                (row_number(error.id), words),
            )


def _stretches(error_id: UUID) -> str:
    return _terms_within(error_id.int >> 80 + STRETCHES[0])


# What arrives within a minute shares all of these.
@lru_cache(maxsize=64)
def _terms_within(shortest: int) -> str:
    return " ".join(f"{bits}={shortest >> bits - STRETCHES[0]:x}" for bits in STRETCHES)


def _parts(count: int) -> Iterable[tuple[int, int]]:
    """Powers of two, so that few statements are prepared."""
    start = 0
    while start < count:
        size = min(_LARGEST, 1 << ((count - start).bit_length() - 1))
        yield start, size
        start += size


def _make_with_the_tables(_: MetaData, connection: Connection, **__: Any) -> None:
    make_search_index(connection)


event.listen(METADATA, "after_create", _make_with_the_tables)
