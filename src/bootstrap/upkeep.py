"""Retention, archives, backups and the limit of storage: what they are made of."""

import time
from importlib.metadata import version

from sqlalchemy import Engine

from adapters.inbound.cli.upkeep_commands import UpkeepUseCases
from adapters.outbound.archive.error_files import JsonLinesFiles
from adapters.outbound.archive.file_archive import FileArchive
from adapters.outbound.sql.copies.store_copies import SqlStoreCopies
from adapters.outbound.sql.storage_space import storage_space
from application.back_up_store import BackUpStore
from application.export_errors import ExportErrors
from application.import_errors import ImportErrors
from application.ports.clock import Clock
from application.ports.error_archive import ErrorArchive, NoArchive
from application.ports.unit_of_work import Store
from application.restore_store import RestoreStore
from application.watch_storage import WatchStorage
from bootstrap.settings import StorageSettings


def make_archive(storage: StorageSettings, clock: Clock) -> ErrorArchive:
    """Where expired errors go."""
    return NoArchive() if storage.archive_dir is None else FileArchive(storage.archive_dir, clock)


def make_watch(storage: StorageSettings, engine: Engine) -> WatchStorage:
    """Who knows how full it is."""
    return WatchStorage(storage_space(engine), storage.max_storage_bytes)


def make_upkeep(storage: StorageSettings, store: Store, engine: Engine) -> UpkeepUseCases:
    """What the commands need on a store that is there."""
    return UpkeepUseCases(
        back_up=BackUpStore(store, SqlStoreCopies(engine, release=version("error-logging-server"))),
        export=ExportErrors(store, JsonLinesFiles()),
        import_=ImportErrors(store, JsonLinesFiles(), storage.retention, pause=_wait),
    )


def make_restore(engine: Engine) -> RestoreStore:
    """What fills a store that need not be there."""
    return RestoreStore(SqlStoreCopies(engine, release=version("error-logging-server")))


def _wait(seconds: float) -> bool:
    time.sleep(seconds)
    return False
