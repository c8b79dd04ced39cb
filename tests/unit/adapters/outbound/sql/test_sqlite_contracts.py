"""SQLite in memory keeps every contract of the store."""

from collections.abc import Iterator

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.unit_of_work import SqlStore
from tests.contracts.access_repository_contract import AccessRepositoryContract
from tests.contracts.counter_repository_contract import CounterRepositoryContract
from tests.contracts.developer_repository_contract import DeveloperRepositoryContract
from tests.contracts.episode_counts_contract import EpisodeCountsContract
from tests.contracts.episode_repository_contract import EpisodeRepositoryContract
from tests.contracts.error_reader_contract import ErrorReaderContract
from tests.contracts.error_repository_contract import ErrorRepositoryContract
from tests.contracts.event_key_repository_contract import EventKeyRepositoryContract
from tests.contracts.history_repository_contract import HistoryRepositoryContract
from tests.contracts.notification_repository_contract import NotificationRepositoryContract
from tests.contracts.pattern_repository_contract import PatternRepositoryContract
from tests.contracts.pattern_user_repository_contract import PatternUserRepositoryContract
from tests.contracts.service_registry_contract import ServiceRegistryContract
from tests.contracts.unit_of_work_contract import UnitOfWorkContract


class InMemory:
    """An empty store for each test."""

    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        engine = make_engine("sqlite://")
        migrate(engine)
        yield SqlStore(engine)
        engine.dispose()


class TestAccessRepositoryInMemory(InMemory, AccessRepositoryContract):
    """See the contract."""


class TestCounterRepositoryInMemory(InMemory, CounterRepositoryContract):
    """See the contract."""


class TestDeveloperRepositoryInMemory(InMemory, DeveloperRepositoryContract):
    """See the contract."""


class TestEpisodeCountsInMemory(InMemory, EpisodeCountsContract):
    """See the contract."""


class TestEpisodeRepositoryInMemory(InMemory, EpisodeRepositoryContract):
    """See the contract."""


class TestErrorReaderInMemory(InMemory, ErrorReaderContract):
    """See the contract."""


class TestErrorRepositoryInMemory(InMemory, ErrorRepositoryContract):
    """See the contract."""


class TestEventKeyRepositoryInMemory(InMemory, EventKeyRepositoryContract):
    """See the contract."""


class TestHistoryRepositoryInMemory(InMemory, HistoryRepositoryContract):
    """See the contract."""


class TestNotificationRepositoryInMemory(InMemory, NotificationRepositoryContract):
    """See the contract."""


class TestPatternRepositoryInMemory(InMemory, PatternRepositoryContract):
    """See the contract."""


class TestPatternUserRepositoryInMemory(InMemory, PatternUserRepositoryContract):
    """See the contract."""


class TestServiceRegistryInMemory(InMemory, ServiceRegistryContract):
    """See the contract."""


class TestUnitOfWorkInMemory(InMemory, UnitOfWorkContract):
    """See the contract."""
