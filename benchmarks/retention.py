"""Retention of a part of all errors while others are stored, and backups.

Fills a store with 90 days of errors, stores more at a steady rate as web processes do, and meanwhile removes the part
that has expired (another process does, as a worker is one, on a clock moved so that it has): how long storing takes
before and meanwhile, how much is removed a second, and what becomes of the room. Then backup, restore and export.
With `--folder`, the store that `benchmarks.filled_stores` keeps there is used up instead of a new one.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from adapters.outbound.archive.error_files import JsonLinesFiles
from adapters.outbound.archive.file_archive import FileArchive
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.sql.copies.store_copies import SqlStoreCopies
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.storage_space import storage_space
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.sql.tables import ERROR_LOGS
from adapters.outbound.system.ids import SystemIds
from application.back_up_store import BackUpStore, BackUpStoreCommand
from application.clean_old_error_logs import CleanOldErrorLogs
from application.commit_batch import CommitBatch
from application.export_errors import ExportErrors, ExportErrorsCommand
from application.ports.error_archive import NoArchive
from application.remove_expired_errors import RemoveExpiredErrors
from application.remove_expired_records import RemoveExpiredRecords
from application.restore_store import RestoreStore, RestoreStoreCommand
from benchmarks.filled_stores import filled_store
from benchmarks.filling import fill
from benchmarks.resolve_million import _quantile, _Senders
from domain.retention import RetentionPolicy
from tests.support.postgres import PostgresServer

_MB = 1_000_000
_POLICY = RetentionPolicy()


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    for name in arguments.stores:
        if arguments.folder is not None:
            with filled_store(arguments.folder, name, arguments.errors, durable=True) as kept:
                _print(name, _measure(kept.url, arguments.folder, arguments))
            continue
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, _servers(name, Path(folder)) as make:
            url = make("filled")
            _fill(url, arguments.errors)
            _print(name, _measure(url, Path(folder), arguments, make))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="of a kept store; without copies")
    parser.add_argument("--expired", type=float, default=0.1, help="the part that is removed")
    parser.add_argument("--archive", action="store_true", help="write what is removed to an archive first")
    parser.add_argument("--copies", action="store_true", help="back up, restore and export too")
    parser.add_argument("--senders", type=int, default=8, help="that each wait for their answer")
    parser.add_argument("--pause-ms", type=float, default=20.0, help="of each sender between two errors")
    parser.add_argument("--seconds", type=float, default=15.0, help="of storing before retention begins")
    parser.add_argument("--stores", nargs="+", default=["SQLite", "PostgreSQL"], choices=["SQLite", "PostgreSQL"])
    return parser.parse_args()


@contextmanager
def _servers(name: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives the address of a new database by its name."""
    if name == "SQLite":
        yield lambda database: f"sqlite:///{folder}/{database}.db"
        return
    server = PostgresServer.start("shared_buffers=512MB", "max_wal_size=4GB")
    yield server.create_database
    server.stop()


def _fill(url: str, count: int) -> None:
    engine = make_engine(url)
    migrate(engine)
    fill(engine, count, datetime.now(UTC))
    engine.dispose()


def _measure(
    url: str, folder: Path, arguments: argparse.Namespace, make: Callable[[str], str] | None = None
) -> dict[str, str]:
    engine = make_engine(url)
    store, space, said = SqlStore(engine), storage_space(engine), {}
    now = _moment_of(engine, int(arguments.errors * arguments.expired))
    said["room before, used of taken"] = _room(space)
    senders = _Senders(CommitBatch(store, SystemIds(), _POLICY), arguments.senders, arguments.pause_ms / 1000)
    senders.start()
    time.sleep(arguments.seconds)
    before = senders.taken()
    archive = folder / "archive" if arguments.archive else None
    removed, took_s = _in_another_process(url, now, archive)
    meanwhile = senders.taken()
    senders.stop()
    said["removed"] = f"{removed['errors']:,} errors in {took_s:.0f} s ({removed['errors'] / took_s:,.0f}/s)"
    for name, part in {"p50": 0.5, "p99": 0.99, "most": 1.0}.items():
        quantiles = [_quantile(taken, min(part, 0.9999)) * 1000 for taken in (before, meanwhile)]
        said[f"storing, {name}"] = f"{quantiles[0]:.1f} ms before, {quantiles[1]:.1f} ms meanwhile"
    said["room after, used of taken"] = _room(space)
    if archive is not None:
        said["archive"] = f"{sum(file.stat().st_size for file in archive.iterdir()) / _MB:,.0f} MB"
    if arguments.copies and make is not None:
        said |= _copies(store, make, folder)
    engine.dispose()
    return said


def _moment_of(engine, count: int) -> datetime:  # type: ignore[no-untyped-def]
    with engine.connect() as connection:
        column = ERROR_LOGS.c.expires_at
        found: datetime = connection.execute(select(column).order_by(column).offset(count).limit(1)).scalar_one()
    return found


def _in_another_process(url: str, now: datetime, archive: Path | None) -> tuple[dict[str, int], float]:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_clean, args=(url, now, archive, results))
    process.start()
    removed, took_s = results.get()
    process.join()
    return removed, took_s


def _clean(url: str, now: datetime, archive: Path | None, results) -> None:  # type: ignore[no-untyped-def]
    engine, clock = make_engine(url), MemoryClock(now)
    store = SqlStore(engine, clock=clock)
    target = NoArchive() if archive is None else FileArchive(archive, clock)
    began = time.monotonic()
    errors = RemoveExpiredErrors(store, target, _POLICY, pause=_pause)
    clean = CleanOldErrorLogs(
        errors, RemoveExpiredRecords(store, _POLICY, pause=_pause), storage_space(engine), pause=_pause
    )
    removed = clean.execute()
    results.put((dict(removed), time.monotonic() - began))
    engine.dispose()


def _pause(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _copies(store: SqlStore, make: Callable[[str], str], folder: Path) -> dict[str, str]:
    said = {}
    engine, file = store._engine, folder / "all.backup"  # noqa: SLF001
    began = time.monotonic()
    copy = BackUpStore(store, SqlStoreCopies(engine, release="bench")).execute(BackUpStoreCommand(file))
    said["backup"] = f"{copy.rows:,} rows, {file.stat().st_size / _MB:,.0f} MB in {time.monotonic() - began:.0f} s"
    another = make_engine(make("restored"))
    began = time.monotonic()
    RestoreStore(SqlStoreCopies(another, release="bench")).execute(RestoreStoreCommand(file))
    said["restore"] = f"{time.monotonic() - began:.0f} s"
    another.dispose()
    exported = folder / "errors.jsonl.gz"
    began = time.monotonic()
    count = ExportErrors(store, JsonLinesFiles()).execute(ExportErrorsCommand(exported))
    size = exported.stat().st_size / _MB
    said["export"] = f"{count:,} errors, {size:,.0f} MB in {time.monotonic() - began:.0f} s"
    return said


def _room(space) -> str:  # type: ignore[no-untyped-def]
    use = space.use()
    return f"{use.used_bytes / _MB:,.0f} of {use.taken_bytes / _MB:,.0f} MB"


def _print(name: str, said: dict[str, str]) -> None:
    table = Table("", name)
    for what, figure in said.items():
        table.add_row(what, figure)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
