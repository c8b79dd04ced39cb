"""SQLite in memory keeps every contract of the store."""

from collections.abc import Iterator

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from tests.contracts.access_repository_contract import AccessRepositoryContract
from tests.contracts.acknowledge_link_contract import AcknowledgeLinkContract
from tests.contracts.activity_reader_contract import ActivityReaderContract
from tests.contracts.audit_log_contract import AuditLogContract
from tests.contracts.chain_repository_contract import ChainRepositoryContract
from tests.contracts.counter_repository_contract import CounterRepositoryContract
from tests.contracts.decision_counter_repository_contract import DecisionCounterRepositoryContract
from tests.contracts.developer_repository_contract import DeveloperRepositoryContract
from tests.contracts.digest_repository_contract import DigestRepositoryContract
from tests.contracts.due_episodes_contract import DueEpisodesContract
from tests.contracts.episode_counts_contract import EpisodeCountsContract
from tests.contracts.episode_repository_contract import EpisodeRepositoryContract
from tests.contracts.error_life_contract import ErrorLifeContract
from tests.contracts.error_reader_contract import ErrorReaderContract
from tests.contracts.error_repository_contract import ErrorRepositoryContract
from tests.contracts.escalation_repository_contract import EscalationRepositoryContract
from tests.contracts.event_key_repository_contract import EventKeyRepositoryContract
from tests.contracts.explanation_reader_contract import ExplanationReaderContract
from tests.contracts.history_repository_contract import HistoryRepositoryContract
from tests.contracts.idempotency_keys_contract import IdempotencyKeysContract
from tests.contracts.intake_repository_contract import IntakeRepositoryContract
from tests.contracts.job_run_repository_contract import JobRunRepositoryContract
from tests.contracts.new_pattern_counters_contract import NewPatternCountersContract
from tests.contracts.notification_reader_contract import NotificationReaderContract
from tests.contracts.notification_repository_contract import NotificationRepositoryContract
from tests.contracts.on_call_repository_contract import OnCallRepositoryContract
from tests.contracts.operation_reader_contract import OperationReaderContract
from tests.contracts.pattern_reader_contract import PatternReaderContract
from tests.contracts.pattern_repository_contract import PatternRepositoryContract
from tests.contracts.pattern_user_repository_contract import PatternUserRepositoryContract
from tests.contracts.service_registry_contract import ServiceRegistryContract
from tests.contracts.silence_repository_contract import SilenceRepositoryContract
from tests.contracts.statistics_reader_contract import StatisticsReaderContract
from tests.contracts.threshold_repository_contract import ThresholdRepositoryContract
from tests.contracts.unit_of_work_contract import UnitOfWorkContract
from tests.contracts.webhook_endpoint_repository_contract import WebhookEndpointRepositoryContract
from tests.contracts.workload_contract import WorkloadContract
from tests.support.schema import lay_out


class InMemory:
    """An empty store for each test."""

    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        engine = make_engine("sqlite://")
        lay_out(engine)
        yield SqlStore(engine)
        engine.dispose()


class TestAccessRepositoryInMemory(InMemory, AccessRepositoryContract):
    """See the contract."""


class TestAuditLogInMemory(InMemory, AuditLogContract):
    """See the contract."""


class TestWorkloadInMemory(InMemory, WorkloadContract):
    """See the contract."""


class TestCounterRepositoryInMemory(InMemory, CounterRepositoryContract):
    """See the contract."""


class TestDecisionCounterRepositoryInMemory(InMemory, DecisionCounterRepositoryContract):
    """See the contract."""


class TestDeveloperRepositoryInMemory(InMemory, DeveloperRepositoryContract):
    """See the contract."""


class TestEpisodeCountsInMemory(InMemory, EpisodeCountsContract):
    """See the contract."""


class TestEpisodeRepositoryInMemory(InMemory, EpisodeRepositoryContract):
    """See the contract."""


class TestErrorLifeInMemory(InMemory, ErrorLifeContract):
    """See the contract."""


class TestErrorReaderInMemory(InMemory, ErrorReaderContract):
    """See the contract."""


class TestErrorRepositoryInMemory(InMemory, ErrorRepositoryContract):
    """See the contract."""


class TestEscalationRepositoryInMemory(InMemory, EscalationRepositoryContract):
    """See the contract."""


class TestEventKeyRepositoryInMemory(InMemory, EventKeyRepositoryContract):
    """See the contract."""


class TestExplanationReaderInMemory(InMemory, ExplanationReaderContract):
    """See the contract."""


class TestHistoryRepositoryInMemory(InMemory, HistoryRepositoryContract):
    """See the contract."""


class TestIdempotencyKeysInMemory(InMemory, IdempotencyKeysContract):
    """See the contract."""


class TestIntakeRepositoryInMemory(InMemory, IntakeRepositoryContract):
    """See the contract."""


class TestNotificationReaderInMemory(InMemory, NotificationReaderContract):
    """See the contract."""


class TestNotificationRepositoryInMemory(InMemory, NotificationRepositoryContract):
    """See the contract."""


class TestOnCallRepositoryInMemory(InMemory, OnCallRepositoryContract):
    """See the contract."""


class TestOperationReaderInMemory(InMemory, OperationReaderContract):
    """See the contract."""


class TestPatternReaderInMemory(InMemory, PatternReaderContract):
    """See the contract."""


class TestPatternRepositoryInMemory(InMemory, PatternRepositoryContract):
    """See the contract."""


class TestPatternUserRepositoryInMemory(InMemory, PatternUserRepositoryContract):
    """See the contract."""


class TestServiceRegistryInMemory(InMemory, ServiceRegistryContract):
    """See the contract."""


class TestStatisticsReaderInMemory(InMemory, StatisticsReaderContract):
    """See the contract."""


class TestUnitOfWorkInMemory(InMemory, UnitOfWorkContract):
    """See the contract."""


class TestWebhookEndpointRepositoryInMemory(InMemory, WebhookEndpointRepositoryContract):
    """See the contract."""


class TestAcknowledgeLinkInMemory(InMemory, AcknowledgeLinkContract):
    """See the contract."""


class TestChainRepositoryInMemory(InMemory, ChainRepositoryContract):
    """See the contract."""


class TestDueEpisodesInMemory(InMemory, DueEpisodesContract):
    """See the contract."""


class TestJobRunRepositoryInMemory(InMemory, JobRunRepositoryContract):
    """See the contract."""


class TestNewPatternCountersInMemory(InMemory, NewPatternCountersContract):
    """See the contract."""


class TestThresholdRepositoryInMemory(InMemory, ThresholdRepositoryContract):
    """See the contract."""


class TestDigestRepositoryInMemory(InMemory, DigestRepositoryContract):
    """See the contract."""


class TestSilenceRepositoryInMemory(InMemory, SilenceRepositoryContract):
    """See the contract."""


class TestActivityReaderInMemory(InMemory, ActivityReaderContract):
    """See the contract."""
