"""Retention on SQLite in memory."""

from collections.abc import Iterator

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from tests.contracts.retention_contract import RetentionContract
from tests.support.schema import lay_out
from tests.support.strategies import NOON


class TestRetentionInMemory(RetentionContract):
    """See the contract."""

    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        engine = make_engine("sqlite://")
        lay_out(engine)
        yield SqlStore(engine, clock=MemoryClock(NOON))
        engine.dispose()
