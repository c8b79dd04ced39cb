"""Copies of the SQL store: rows of every table as they are, so that one of SQLite can be restored on PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select, text

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.copies.copy_file import CopyWriter, Manifest, checked, parts, writing
from adapters.outbound.sql.copies.raw_tables import RAW_TABLES, RowReader, to_line
from adapters.outbound.sql.copies.snapshots import snapshot, whole_store
from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.migrate import migrate, schema_revision, steps, upgrade
from adapters.outbound.sql.search_index import TABLE as SEARCH_INDEX
from adapters.outbound.sql.search_index import SqlSearchIndex
from adapters.outbound.sql.tables import ERROR_LOGS, INSTALLATION
from adapters.outbound.sql.unit_of_work import SqlUnitOfWork
from application.ports.store_copies import CopyUnusable, Progress, StoreCopy
from domain.error_report import ErrorReport
from domain.search_terms import terms_of

_AT_ONCE = 2_000
_SERIALS = ("history", "error_escalation", "audit_log")
_CLEAR_INDEX = {
    "sqlite": f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('delete-all')",  # noqa: S608
    "postgresql": f"TRUNCATE {SEARCH_INDEX}",
}


class SqlStoreCopies:
    """`StoreCopies`."""

    def __init__(self, engine: Engine, *, release: str) -> None:
        self._engine = engine
        self._release = release

    def write(self, file: Path, on_progress: Progress) -> StoreCopy:
        """See the port."""
        with snapshot(self._engine) as connection:
            made_at = dialect_named(self._engine.dialect.name).now(connection)
            manifest = Manifest(schema_revision(connection) or "", made_at.isoformat(), self._release)
            counts = {name: _count(connection, table) for name, table in RAW_TABLES.items()}
            total, done = sum(counts.values()), 0
            with writing(file, manifest) as writer:
                for table in RAW_TABLES.values():
                    for rows in _copied(connection, table, writer):
                        done += rows
                        on_progress(done, max(done, total))
        return StoreCopy(done, made_at)

    @contextmanager
    def restoring(self, file: Path, *, force: bool, on_progress: Progress) -> Iterator[SqlUnitOfWork]:
        """See the port."""
        manifest = checked(file)
        self._make_schema(manifest)
        # An older schema has fewer tables than this release knows.
        tables = [table for name, table in RAW_TABLES.items() if name in manifest.tables]
        with whole_store(self._engine) as connection:
            if not (force or _is_empty(connection, tables)):
                raise CopyUnusable("the database is not empty: restore into an empty one, or say --force to lose it")
            _clear(connection, tables)
            _load(connection, file, manifest, on_progress)
            upgrade(connection)
            yield SqlUnitOfWork(connection)

    def _make_schema(self, manifest: Manifest) -> None:
        if manifest.revision not in steps():
            raise CopyUnusable(f"the backup's schema ({manifest.revision}) is newer than this version: update it first")
        with self._engine.connect() as connection:
            current = schema_revision(connection)
        if current not in (None, manifest.revision):
            raise CopyUnusable(
                f"the backup has the schema {manifest.revision} and the database {current}: restore into a new one"
            )
        migrate(self._engine, revision=manifest.revision)


def _copied(connection: Connection, table: Table, writer: CopyWriter) -> Iterator[int]:
    """Write the rows that the table has in this schema; how many at a time."""
    columns = [column.name for column in table.columns]
    writer.begin(table.name, columns)
    # Neither side holds more than these in memory.
    statement = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    rows = iter(connection.execute(statement))
    while lines := [to_line(tuple(row)) for row in islice(rows, _AT_ONCE)]:
        writer.add(table.name, lines)
        yield len(lines)


def _load(connection: Connection, file: Path, manifest: Manifest, on_progress: Progress) -> None:
    total, done = sum(copy.rows for copy in manifest.tables.values()), 0
    index = SqlSearchIndex(connection)
    for name, lines in parts(file):
        table, copy = RAW_TABLES[name], manifest.tables[name]
        reader = RowReader(table, copy.columns)
        rows = [reader.row(line) for line in lines]
        BulkInsert(table).run(connection, rows)
        if name == ERROR_LOGS.name:
            _find(index, rows)
        done += len(rows)
        on_progress(done, total)
    if connection.dialect.name == "postgresql":
        for name in _SERIALS:
            last = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"  # noqa: S608
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last}, false)")


def _find(index: SqlSearchIndex, rows: Sequence[dict[str, Any]]) -> None:
    found = []
    for row in rows:
        if row["deleted_at"] is None:
            names = ("service", "error_type", "message", "environment", "endpoint", "release", "user_id")
            report = ErrorReport(**{name: row[name] for name in names})
            found.append((row["id"], " ".join(terms_of(report, row["pattern_id"]))))
    index.add_terms(found)


def _is_empty(connection: Connection, tables: Sequence[Table]) -> bool:
    """Apart from what `migrate` gives every store."""
    others = [table for table in tables if table.name != INSTALLATION.name]
    return all(connection.execute(select(text("1")).select_from(table).limit(1)).first() is None for table in others)


def _clear(connection: Connection, tables: Sequence[Table]) -> None:
    for table in reversed(tables):
        connection.execute(table.delete())
    connection.exec_driver_sql(_CLEAR_INDEX[connection.dialect.name])


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
