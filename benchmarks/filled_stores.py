"""Stores of made errors, kept from run to run in a folder of their own."""

import json
import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from benchmarks.filling import fill
from tests.support.postgres import PostgresServer
from tests.support.processes import find_program

_SETTINGS = ("shared_buffers=2GB", "max_wal_size=8GB", "effective_cache_size=12GB", "work_mem=16MB")
"""Of the server that keeps the made errors."""


@dataclass(frozen=True)
class FilledStore:
    """One store, and the moment that its 90 days end at."""

    database: str
    size: int
    url: str
    engine: Engine
    end: datetime


@contextmanager
def filled_store(folder: Path, database: str, size: int, *, durable: bool = False) -> Iterator[FilledStore]:
    """The store with so many errors: as an earlier run left it, else filled now.

    Args:
        durable: whether PostgreSQL waits for its disk, as where writing is measured.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    if database == "SQLite":
        yield from _opened(folder, database, size, f"sqlite:///{folder}/{size}.db")
        return
    server = KeptPostgres(folder / "postgres", f"fsync={'on' if durable else 'off'}", *_SETTINGS)
    try:
        name = f"reads_{size}"
        if not _note(folder, database, size).exists():
            server.create_database(name)
        yield from _opened(folder, database, size, server.url(name))
    finally:
        server.stop()


def _opened(folder: Path, database: str, size: int, url: str) -> Iterator[FilledStore]:
    note = _note(folder, database, size)
    engine = make_engine(url)
    try:
        migrate(engine)
        if not note.exists():
            end = datetime.now(UTC)
            fill(engine, size, end)
            note.write_text(json.dumps(end.isoformat()))
        yield FilledStore(database, size, url, engine, datetime.fromisoformat(json.loads(note.read_text())))
    finally:
        engine.dispose()


def _note(folder: Path, database: str, size: int) -> Path:
    return folder / f"{database}-{size}.json"


class KeptPostgres(PostgresServer):
    """A cluster whose folder stays."""

    def __init__(self, folder: Path, *settings: str) -> None:
        self._folder = folder
        self._log = folder / "log"
        self._process = None
        self._program = find_program("postgres", "/usr/lib/postgresql/*/bin", package="postgresql")
        self.port = 0
        if not (folder / "data").exists():
            self._make()
        self.start_again(*settings)

    def _make(self) -> None:
        self._folder.mkdir()
        account: dict[str, object] = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            account = {"user": "postgres", "group": owner.pw_gid, "extra_groups": []}
        initdb = find_program("initdb", "/usr/lib/postgresql/*/bin", package="postgresql")
        wanted = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([initdb, "--pgdata", self._folder / "data", *wanted], check=True, capture_output=True, **account)  # type: ignore[call-overload]


def _main() -> None:
    """Fill, and nothing else: `python -m benchmarks.filled_stores FOLDER DATABASE SIZE`."""
    import sys

    with filled_store(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])) as store:
        print(store)


if __name__ == "__main__":
    _main()
