"""One transaction over the whole store."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from application.ports.access_repository import AccessRepository
from application.ports.acknowledge_link_repository import AcknowledgeLinkRepository
from application.ports.activity_reader import ActivityReader
from application.ports.audit_log import AuditLog
from application.ports.chain_repository import ChainRepository
from application.ports.counter_repository import CounterRepository
from application.ports.decision_counter_repository import DecisionCounterRepository
from application.ports.developer_repository import DeveloperRepository
from application.ports.digest_repository import DigestRepository
from application.ports.episode_repository import EpisodeRepository
from application.ports.error_reader import ErrorReader
from application.ports.error_repository import ErrorRepository
from application.ports.escalation_repository import EscalationRepository
from application.ports.event_key_repository import EventKeyRepository
from application.ports.expired_records import ExpiredRecords
from application.ports.explanation_reader import ExplanationReader
from application.ports.history_repository import HistoryRepository
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.intake_repository import IntakeRepository
from application.ports.job_run_repository import JobRunRepository
from application.ports.left_behind import LeftBehind
from application.ports.new_pattern_counters import NewPatternCounters
from application.ports.notification_reader import NotificationReader
from application.ports.notification_repository import NotificationRepository
from application.ports.on_call_repository import OnCallRepository
from application.ports.operation_reader import OperationReader
from application.ports.pattern_reader import PatternReader
from application.ports.pattern_repository import PatternRepository
from application.ports.pattern_user_repository import PatternUserRepository
from application.ports.restored_records import RestoredRecords
from application.ports.service_registry import ServiceRegistry
from application.ports.silence_repository import SilenceRepository
from application.ports.statistics_reader import StatisticsReader
from application.ports.stored_errors import StoredErrors
from application.ports.threshold_repository import ThresholdRepository
from application.ports.webhook_endpoint_repository import WebhookEndpointRepository
from application.ports.workload_reader import WorkloadReader


class UnitOfWork(Protocol):
    """What happens inside one transaction; leaving it without `commit` undoes everything."""

    @property
    def patterns(self) -> PatternRepository: ...
    @property
    def episodes(self) -> EpisodeRepository: ...
    @property
    def errors(self) -> ErrorRepository: ...
    @property
    def event_keys(self) -> EventKeyRepository: ...
    @property
    def counters(self) -> CounterRepository: ...
    @property
    def decision_counters(self) -> DecisionCounterRepository: ...
    @property
    def intake_counters(self) -> IntakeRepository: ...
    @property
    def new_patterns(self) -> NewPatternCounters: ...
    @property
    def thresholds(self) -> ThresholdRepository: ...
    @property
    def activity(self) -> ActivityReader: ...
    @property
    def pattern_users(self) -> PatternUserRepository: ...
    @property
    def services(self) -> ServiceRegistry: ...
    @property
    def developers(self) -> DeveloperRepository: ...
    @property
    def expired_records(self) -> ExpiredRecords: ...
    @property
    def job_runs(self) -> JobRunRepository: ...
    @property
    def stored_errors(self) -> StoredErrors: ...
    @property
    def restored_records(self) -> RestoredRecords: ...
    @property
    def left_behind(self) -> LeftBehind: ...
    @property
    def on_call(self) -> OnCallRepository: ...
    @property
    def workload(self) -> WorkloadReader: ...
    @property
    def notifications(self) -> NotificationRepository: ...
    @property
    def digests(self) -> DigestRepository: ...
    @property
    def silences(self) -> SilenceRepository: ...
    @property
    def notification_reader(self) -> NotificationReader: ...
    @property
    def escalations(self) -> EscalationRepository: ...
    @property
    def webhook_endpoints(self) -> WebhookEndpointRepository: ...
    @property
    def chains(self) -> ChainRepository: ...
    @property
    def acknowledge_links(self) -> AcknowledgeLinkRepository: ...
    @property
    def history(self) -> HistoryRepository: ...
    @property
    def idempotency_keys(self) -> IdempotencyKeys: ...
    @property
    def access(self) -> AccessRepository: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def error_reader(self) -> ErrorReader: ...
    @property
    def operation_reader(self) -> OperationReader: ...
    @property
    def pattern_reader(self) -> PatternReader: ...
    @property
    def statistics_reader(self) -> StatisticsReader: ...
    @property
    def explanation_reader(self) -> ExplanationReader: ...

    def now(self) -> datetime:
        """The store's clock: what due times and leases are measured by."""
        ...

    def generation(self) -> int:
        """A number that rises with every commit that is announced: what was read under another one may be old."""
        ...

    def gathering(self) -> AbstractContextManager[None]:
        """What is written inside may reach the store at its end, all at once and in any order; nothing is read inside,
        and no row is written twice.
        """
        ...

    def commit(self, *, announce: bool = True) -> None:
        """Make it durable. Raises CommitOutcomeUnknown where the answer got lost.

        Args:
            announce: raise the generation, so that no process shows what it remembers from before. Only what merely
                arrives, and what changes nothing that is remembered, is not announced.
        """
        ...


class Store(Protocol):
    """Opens units of work. Every method of theirs may raise StoreUnavailable, and DataRefused."""

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that may write."""
        ...

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that only reads; it blocks no writer."""
        ...
