"""SQLite in a file, and PostgreSQL, keep every contract of the store."""

from collections.abc import Iterator
from pathlib import Path

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
from tests.contracts.error_races_contract import ErrorRacesContract
from tests.contracts.error_reader_contract import ErrorReaderContract
from tests.contracts.error_repository_contract import ErrorRepositoryContract
from tests.contracts.escalation_races_contract import EscalationRacesContract
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
from tests.contracts.races_contract import RacesContract
from tests.contracts.service_registry_contract import ServiceRegistryContract
from tests.contracts.silence_repository_contract import SilenceRepositoryContract
from tests.contracts.statistics_reader_contract import StatisticsReaderContract
from tests.contracts.threshold_repository_contract import ThresholdRepositoryContract
from tests.contracts.unit_of_work_contract import UnitOfWorkContract
from tests.contracts.webhook_endpoint_repository_contract import WebhookEndpointRepositoryContract
from tests.contracts.workload_contract import WorkloadContract
from tests.support.schema import lay_out


class InFile:
    """An empty store for each test."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlStore]:
        engine = make_engine(f"sqlite:///{tmp_path}/store.db", pool_size=8)
        lay_out(engine)
        yield SqlStore(engine)
        engine.dispose()


class OnPostgres:
    """An empty store for each test."""

    @pytest.fixture
    def store(self, postgres_url: str) -> Iterator[SqlStore]:
        engine = make_engine(postgres_url, pool_size=8)
        yield SqlStore(engine)
        engine.dispose()


class TestAccessRepositoryInFile(InFile, AccessRepositoryContract):
    """See the contract."""


class TestAccessRepositoryOnPostgres(OnPostgres, AccessRepositoryContract):
    """See the contract."""


class TestAuditLogInFile(InFile, AuditLogContract):
    """See the contract."""


class TestAuditLogOnPostgres(OnPostgres, AuditLogContract):
    """See the contract."""


class TestWorkloadInFile(InFile, WorkloadContract):
    """See the contract."""


class TestWorkloadOnPostgres(OnPostgres, WorkloadContract):
    """See the contract."""


class TestCounterRepositoryInFile(InFile, CounterRepositoryContract):
    """See the contract."""


class TestCounterRepositoryOnPostgres(OnPostgres, CounterRepositoryContract):
    """See the contract."""


class TestDecisionCounterRepositoryInFile(InFile, DecisionCounterRepositoryContract):
    """See the contract."""


class TestDecisionCounterRepositoryOnPostgres(OnPostgres, DecisionCounterRepositoryContract):
    """See the contract."""


class TestDeveloperRepositoryInFile(InFile, DeveloperRepositoryContract):
    """See the contract."""


class TestDeveloperRepositoryOnPostgres(OnPostgres, DeveloperRepositoryContract):
    """See the contract."""


class TestEpisodeCountsInFile(InFile, EpisodeCountsContract):
    """See the contract."""


class TestEpisodeCountsOnPostgres(OnPostgres, EpisodeCountsContract):
    """See the contract."""


class TestEpisodeRepositoryInFile(InFile, EpisodeRepositoryContract):
    """See the contract."""


class TestEpisodeRepositoryOnPostgres(OnPostgres, EpisodeRepositoryContract):
    """See the contract."""


class TestErrorLifeInFile(InFile, ErrorLifeContract):
    """See the contract."""


class TestErrorLifeOnPostgres(OnPostgres, ErrorLifeContract):
    """See the contract."""


class TestErrorRacesInFile(InFile, ErrorRacesContract):
    """See the contract."""


class TestErrorRacesOnPostgres(OnPostgres, ErrorRacesContract):
    """See the contract."""


class TestErrorReaderInFile(InFile, ErrorReaderContract):
    """See the contract."""


class TestErrorReaderOnPostgres(OnPostgres, ErrorReaderContract):
    """See the contract."""


class TestErrorRepositoryInFile(InFile, ErrorRepositoryContract):
    """See the contract."""


class TestErrorRepositoryOnPostgres(OnPostgres, ErrorRepositoryContract):
    """See the contract."""


class TestEscalationRepositoryInFile(InFile, EscalationRepositoryContract):
    """See the contract."""


class TestEscalationRepositoryOnPostgres(OnPostgres, EscalationRepositoryContract):
    """See the contract."""


class TestEventKeyRepositoryInFile(InFile, EventKeyRepositoryContract):
    """See the contract."""


class TestEventKeyRepositoryOnPostgres(OnPostgres, EventKeyRepositoryContract):
    """See the contract."""


class TestExplanationReaderInFile(InFile, ExplanationReaderContract):
    """See the contract."""


class TestExplanationReaderOnPostgres(OnPostgres, ExplanationReaderContract):
    """See the contract."""


class TestHistoryRepositoryInFile(InFile, HistoryRepositoryContract):
    """See the contract."""


class TestHistoryRepositoryOnPostgres(OnPostgres, HistoryRepositoryContract):
    """See the contract."""


class TestIdempotencyKeysInFile(InFile, IdempotencyKeysContract):
    """See the contract."""


class TestIdempotencyKeysOnPostgres(OnPostgres, IdempotencyKeysContract):
    """See the contract."""


class TestIntakeRepositoryInFile(InFile, IntakeRepositoryContract):
    """See the contract."""


class TestIntakeRepositoryOnPostgres(OnPostgres, IntakeRepositoryContract):
    """See the contract."""


class TestNotificationReaderInFile(InFile, NotificationReaderContract):
    """See the contract."""


class TestNotificationReaderOnPostgres(OnPostgres, NotificationReaderContract):
    """See the contract."""


class TestNotificationRepositoryInFile(InFile, NotificationRepositoryContract):
    """See the contract."""


class TestNotificationRepositoryOnPostgres(OnPostgres, NotificationRepositoryContract):
    """See the contract."""


class TestOnCallRepositoryInFile(InFile, OnCallRepositoryContract):
    """See the contract."""


class TestOnCallRepositoryOnPostgres(OnPostgres, OnCallRepositoryContract):
    """See the contract."""


class TestOperationReaderInFile(InFile, OperationReaderContract):
    """See the contract."""


class TestOperationReaderOnPostgres(OnPostgres, OperationReaderContract):
    """See the contract."""


class TestPatternReaderInFile(InFile, PatternReaderContract):
    """See the contract."""


class TestPatternReaderOnPostgres(OnPostgres, PatternReaderContract):
    """See the contract."""


class TestPatternRepositoryInFile(InFile, PatternRepositoryContract):
    """See the contract."""


class TestPatternRepositoryOnPostgres(OnPostgres, PatternRepositoryContract):
    """See the contract."""


class TestPatternUserRepositoryInFile(InFile, PatternUserRepositoryContract):
    """See the contract."""


class TestPatternUserRepositoryOnPostgres(OnPostgres, PatternUserRepositoryContract):
    """See the contract."""


class TestServiceRegistryInFile(InFile, ServiceRegistryContract):
    """See the contract."""


class TestServiceRegistryOnPostgres(OnPostgres, ServiceRegistryContract):
    """See the contract."""


class TestStatisticsReaderInFile(InFile, StatisticsReaderContract):
    """See the contract."""


class TestStatisticsReaderOnPostgres(OnPostgres, StatisticsReaderContract):
    """See the contract."""


class TestUnitOfWorkInFile(InFile, UnitOfWorkContract):
    """See the contract."""


class TestUnitOfWorkOnPostgres(OnPostgres, UnitOfWorkContract):
    """See the contract."""


class TestRacesInFile(InFile, RacesContract):
    """See the contract."""


class TestRacesOnPostgres(OnPostgres, RacesContract):
    """See the contract."""


class TestWebhookEndpointRepositoryInFile(InFile, WebhookEndpointRepositoryContract):
    """See the contract."""


class TestWebhookEndpointRepositoryOnPostgres(OnPostgres, WebhookEndpointRepositoryContract):
    """See the contract."""


class TestAcknowledgeLinkInFile(InFile, AcknowledgeLinkContract):
    """See the contract."""


class TestAcknowledgeLinkOnPostgres(OnPostgres, AcknowledgeLinkContract):
    """See the contract."""


class TestChainRepositoryInFile(InFile, ChainRepositoryContract):
    """See the contract."""


class TestChainRepositoryOnPostgres(OnPostgres, ChainRepositoryContract):
    """See the contract."""


class TestDueEpisodesInFile(InFile, DueEpisodesContract):
    """See the contract."""


class TestDueEpisodesOnPostgres(OnPostgres, DueEpisodesContract):
    """See the contract."""


class TestEscalationRacesInFile(InFile, EscalationRacesContract):
    """See the contract."""


class TestEscalationRacesOnPostgres(OnPostgres, EscalationRacesContract):
    """See the contract."""


class TestJobRunRepositoryInFile(InFile, JobRunRepositoryContract):
    """See the contract."""


class TestJobRunRepositoryOnPostgres(OnPostgres, JobRunRepositoryContract):
    """See the contract."""


class TestNewPatternCountersInFile(InFile, NewPatternCountersContract):
    """See the contract."""


class TestNewPatternCountersOnPostgres(OnPostgres, NewPatternCountersContract):
    """See the contract."""


class TestThresholdRepositoryInFile(InFile, ThresholdRepositoryContract):
    """See the contract."""


class TestThresholdRepositoryOnPostgres(OnPostgres, ThresholdRepositoryContract):
    """See the contract."""


class TestDigestRepositoryInFile(InFile, DigestRepositoryContract):
    """See the contract."""


class TestDigestRepositoryOnPostgres(OnPostgres, DigestRepositoryContract):
    """See the contract."""


class TestSilenceRepositoryInFile(InFile, SilenceRepositoryContract):
    """See the contract."""


class TestSilenceRepositoryOnPostgres(OnPostgres, SilenceRepositoryContract):
    """See the contract."""


class TestActivityReaderInFile(InFile, ActivityReaderContract):
    """See the contract."""


class TestActivityReaderOnPostgres(OnPostgres, ActivityReaderContract):
    """See the contract."""
