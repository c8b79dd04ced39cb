"""Archives and backups with SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from tests.contracts.archive_contract import ArchiveContract
from tests.contracts.copies_contract import CopiesContract
from tests.contracts.storage_contract import StorageContract
from tests.support.schema import lay_out


class TestArchiveInMemory(ArchiveContract):
    """See the contract."""

    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        yield from _store()

    @pytest.fixture
    def other_store(self) -> Iterator[SqlStore]:
        yield from _store()


class TestCopiesInFiles(CopiesContract):
    """See the contract."""

    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = make_engine(f"sqlite:///{tmp_path}/one.db")
        lay_out(engine)
        yield engine
        engine.dispose()

    @pytest.fixture
    def new_engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = make_engine(f"sqlite:///{tmp_path}/another.db")
        yield engine
        engine.dispose()


def _store() -> Iterator[SqlStore]:
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield SqlStore(engine)
    engine.dispose()


class TestStorageInFile(StorageContract):
    """See the contract."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlStore]:
        engine = make_engine(f"sqlite:///{tmp_path}/store.db")
        lay_out(engine)
        yield SqlStore(engine)
        engine.dispose()
