"""Engines for SQLite, in a file and in memory."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

from adapters.outbound.sql.network_file_systems import refuse_network_file_system

BUSY_TIMEOUT_S = 5.0
"""How long a writer waits for another process; those of one process also wait for each other."""

_PAGE_BYTES = 4096
_INCREMENTAL = 2
_PRAGMAS = (
    "journal_mode = WAL",
    # Syncs the log at each commit: what was acknowledged survives a power cut.
    "synchronous = FULL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    # Negative: KiB, for each connection.
    "cache_size = -16384",
    # Pages. At the default of 1000 one commit in ten waited for the file to be synced as well (38 instead of 32 ms
    # for 128 errors). Neither larger pages nor `mmap` were faster, and with `mmap` a disk error is a crash.
    "wal_autocheckpoint = 4000",
    "journal_size_limit = 67108864",
    # Every statement has an index that it was written for. One that the planner makes up for a single statement reads
    # all errors to do so.
    "automatic_index = OFF",
)


def make_sqlite_engine(url: URL, *, pool_size: int) -> Engine:
    """A file is made with its first connection. In memory, one connection serves all threads in turn: two units of
    work cannot be open at once there. Raises NetworkFileSystem.
    """
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory:
        refuse_network_file_system(Path(str(url.database)))
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        poolclass=QueuePool,
        pool_size=1 if in_memory else pool_size,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT_S,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_S, "cached_statements": 256},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: object) -> None:
    # The driver must not open transactions by itself: it would defer them, and two that read and then write
    # would refuse each other.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Both must stand before the first table, and before WAL writes the file's header. Setting the second again
    # would write, and wait for whoever is writing.
    cursor.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    if cursor.execute("PRAGMA auto_vacuum").fetchone() != (_INCREMENTAL,):
        cursor.execute("PRAGMA auto_vacuum = INCREMENTAL")
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"))
