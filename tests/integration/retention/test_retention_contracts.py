"""Retention, archives and backups on PostgreSQL, and from one database to the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from tests.contracts.archive_contract import ArchiveContract
from tests.contracts.copies_contract import CopiesContract
from tests.contracts.retention_contract import RetentionContract
from tests.contracts.storage_contract import StorageContract
from tests.support.strategies import NOON


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """Migrated, and empty."""
    engine = make_engine(postgres_url, pool_size=8)
    yield engine
    engine.dispose()


@pytest.fixture
def new_postgres_engine(empty_postgres_url: str) -> Iterator[Engine]:
    """Without tables."""
    engine = make_engine(empty_postgres_url, pool_size=8)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """Migrated, and empty."""
    engine = make_engine(f"sqlite:///{tmp_path}/one.db", pool_size=8)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def new_sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """Without tables."""
    engine = make_engine(f"sqlite:///{tmp_path}/another.db", pool_size=8)
    yield engine
    engine.dispose()


class TestRetentionOnPostgres(RetentionContract):
    """See the contract."""

    @pytest.fixture
    def store(self, postgres_engine: Engine) -> SqlStore:
        return SqlStore(postgres_engine, clock=MemoryClock(NOON))


class TestArchiveOnPostgres(ArchiveContract):
    """See the contract."""

    @pytest.fixture
    def store(self, postgres_engine: Engine) -> SqlStore:
        return SqlStore(postgres_engine, clock=MemoryClock(NOON))

    @pytest.fixture
    def other_store(self, sqlite_engine: Engine) -> SqlStore:
        return SqlStore(sqlite_engine, clock=MemoryClock(NOON))


class TestCopiesOnPostgres(CopiesContract):
    """See the contract."""

    @pytest.fixture
    def engine(self, postgres_engine: Engine) -> Engine:
        return postgres_engine

    @pytest.fixture
    def new_engine(self, new_postgres_engine: Engine) -> Engine:
        return new_postgres_engine


class TestCopiesFromSqliteToPostgres(CopiesContract):
    """See the contract."""

    @pytest.fixture
    def engine(self, sqlite_engine: Engine) -> Engine:
        return sqlite_engine

    @pytest.fixture
    def new_engine(self, new_postgres_engine: Engine) -> Engine:
        return new_postgres_engine


class TestCopiesFromPostgresToSqlite(CopiesContract):
    """See the contract."""

    @pytest.fixture
    def engine(self, postgres_engine: Engine) -> Engine:
        return postgres_engine

    @pytest.fixture
    def new_engine(self, new_sqlite_engine: Engine) -> Engine:
        return new_sqlite_engine


class TestStorageOnPostgres(StorageContract):
    """See the contract."""

    @pytest.fixture
    def store(self, postgres_engine: Engine) -> SqlStore:
        return SqlStore(postgres_engine, clock=MemoryClock(NOON))
