"""Use cases stand on the real SQL adapter, on SQLite in memory."""

from collections.abc import Iterator

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.ports.unit_of_work import Store
from domain.retention import RetentionPolicy
from tests.support.schema import lay_out


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store of its own for each test."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield SqlStore(engine)
    engine.dispose()


@pytest.fixture
def commit(store: Store) -> CommitBatch:
    """Stores batches in that store."""
    return CommitBatch(store, SystemIds(), RetentionPolicy())


@pytest.fixture
def wake_ups() -> MemoryWakeUps:
    """Remembers who was woken."""
    return MemoryWakeUps()
