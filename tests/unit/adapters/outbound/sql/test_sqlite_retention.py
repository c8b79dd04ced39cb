"""Retention on SQLite in memory."""

from collections.abc import Iterator

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from tests.contracts.retention_contract import RetentionContract


class TestRetentionInMemory(RetentionContract):
    """See the contract."""

    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        engine = make_engine("sqlite://")
        migrate(engine)
        yield SqlStore(engine)
        engine.dispose()
