"""How much room the database takes: each one has its own way to know, and to give it back."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic

from sqlalchemy import Engine, text

from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.search_index import TABLE as SEARCH_INDEX
from adapters.outbound.sql.tables import METADATA
from application.pace import pause_after
from application.ports.storage_space import StorageSpace, StorageUse

_STEP_PAGES = 500
"""2 MB: some milliseconds, in which nobody else writes."""
_KEPT_FREE = 0.02
"""Of the file: giving it back, to take it again tomorrow, helps nobody."""

# What is alive in a table: a value that is stored apart lies in pieces of 1996 bytes. Both counts are kept up by the
# server with each commit, where sizes never shrink. Indexes count whole
# (https://www.postgresql.org/docs/15/monitoring-stats.html, /storage-toast.html).
_ALIVE = text("""
WITH widths AS (
    SELECT tablename, 28 + sum(avg_width) AS bytes FROM pg_stats WHERE schemaname = current_schema() GROUP BY tablename
)
SELECT coalesce(sum(
    pg_indexes_size(c.oid)
    + least(pg_relation_size(c.oid), CASE WHEN w.bytes IS NULL THEN pg_relation_size(c.oid)
            ELSE (s.n_live_tup * w.bytes)::bigint END)
    + CASE WHEN c.reltoastrelid = 0 THEN 0 ELSE least(
        pg_total_relation_size(c.reltoastrelid),
        coalesce((SELECT t.n_live_tup FROM pg_stat_sys_tables t WHERE t.relid = c.reltoastrelid), 0) * 2100) END
), 0) AS used, pg_database_size(current_database()) AS taken,
pg_database_size(current_database()) - coalesce(sum(pg_total_relation_size(c.oid)), 0) AS other
FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid LEFT JOIN widths w ON w.tablename = c.relname
WHERE s.schemaname = current_schema()
""")
_DEAD = text("""
SELECT relname FROM pg_stat_user_tables
WHERE schemaname = current_schema() AND n_dead_tup > 1000 AND n_dead_tup > n_live_tup / 50 ORDER BY relname
""")


class SqliteSpace:
    """`StorageSpace` of a file."""

    def __init__(self, engine: Engine, file: Path) -> None:
        self._engine = engine
        self._file = file

    def use(self) -> StorageUse:
        """See the port. Pages that are only in the log yet are among those that are counted; the log's own length says
        nothing: it stays when they are written into the file, and is what the next ones are written over.
        """
        pages, free, size = self._figures()
        disk = shutil.disk_usage(self._file.parent).free
        # Of the disk pages can have the file and what is free, not what the log holds.
        return StorageUse((pages - free) * size, self._file.stat().st_size, disk)

    def give_back(self, *, pause: Callable[[float], bool]) -> int:
        """See the port."""
        before = self._on_disk()
        stopping = False
        while not stopping:
            pages, free, _ = self._figures()
            wanted = free - int(pages * _KEPT_FREE)
            if wanted <= 0:
                break
            began_s = monotonic()
            with self._engine.connect() as connection:
                # The driver frees a page with each row that is asked for, and there are none.
                cursor = connection.connection.cursor()
                connection.exec_driver_sql("SELECT 1")
                cursor.execute(f"PRAGMA incremental_vacuum({min(wanted, _STEP_PAGES)})").fetchall()
                connection.commit()
            stopping = pause(pause_after(monotonic() - began_s))
        self._shorten_log()
        return max(0, before - self._on_disk())

    def _on_disk(self) -> int:
        log = self._file.with_name(f"{self._file.name}-wal")
        return sum(file.stat().st_size for file in (self._file, log) if file.exists())

    def _figures(self) -> tuple[int, int, int]:
        with self._engine.connect() as connection:
            connection.execution_options(**dialect_named(self._engine.dialect.name).reading)
            names = ("page_count", "freelist_count", "page_size")
            pages, free, size = (int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in names)
        return pages, free, size

    def _shorten_log(self) -> None:
        """Outside of any transaction; where somebody reads just now it stays as long as it is."""
        with closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


class PostgresqlSpace:
    """`StorageSpace` of a server. What was removed is used again after VACUUM; a table gives back only what is free at
    its end, so `used_bytes` is what counts.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def use(self) -> StorageUse:
        """See the port."""
        with self._engine.connect() as connection:
            row = connection.execute(_ALIVE).one()
        return StorageUse(min(int(row.used + row.other), int(row.taken)), int(row.taken), None)

    def give_back(self, *, pause: Callable[[float], bool]) -> int:
        """See the port. One table after the other, with pauses of the server's own."""
        before = self.use().taken_bytes
        ours = {*METADATA.tables, SEARCH_INDEX}
        with self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            names = [name for name in connection.execute(_DEAD).scalars() if name in ours]
            for setting in ("statement_timeout = 0", "vacuum_cost_delay = '1ms'", "vacuum_cost_limit = 2000"):
                connection.exec_driver_sql(f"SET {setting}")
            try:
                for name in names:
                    connection.exec_driver_sql(f"VACUUM (ANALYZE) {name}")
                    if pause(0.0):
                        break
            finally:
                # Its session ends with it: the settings go.
                connection.invalidate()
        return max(0, before - self.use().taken_bytes)


class UnknownSpace:
    """`StorageSpace` of a store in memory."""

    def use(self) -> StorageUse:
        """Nothing."""
        return StorageUse(0, 0, None)

    def give_back(self, *, pause: Callable[[float], bool]) -> int:  # noqa: ARG002
        """Nothing."""
        return 0


def storage_space(engine: Engine) -> StorageSpace:
    """The room of that database."""
    if engine.dialect.name == "postgresql":
        return PostgresqlSpace(engine)
    file = engine.url.database
    return UnknownSpace() if file in (None, "", ":memory:") else SqliteSpace(engine, Path(str(file)))
