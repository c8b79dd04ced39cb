"""Transactions over the SQL store."""

from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, select, update

from adapters.outbound.sql.access_repository import SqlAccessRepository
from adapters.outbound.sql.acknowledge_link_repository import SqlAcknowledgeLinkRepository
from adapters.outbound.sql.audit_log import SqlAuditLog
from adapters.outbound.sql.chain_repository import SqlChainRepository
from adapters.outbound.sql.counter_repository import SqlCounterRepository
from adapters.outbound.sql.decision_counter_repository import SqlDecisionCounterRepository
from adapters.outbound.sql.developer_repository import SqlDeveloperRepository
from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.digest_repository import SqlDigestRepository
from adapters.outbound.sql.episode_repository import SqlEpisodeRepository
from adapters.outbound.sql.error_repository import SqlErrorRepository
from adapters.outbound.sql.escalation_repository import SqlEscalationRepository
from adapters.outbound.sql.event_key_repository import SqlEventKeyRepository
from adapters.outbound.sql.expired_records import SqlExpiredRecords
from adapters.outbound.sql.failures import ConnectionLost
from adapters.outbound.sql.gathering import gathering
from adapters.outbound.sql.history_repository import SqlHistoryRepository
from adapters.outbound.sql.idempotency_keys import SqlIdempotencyKeys
from adapters.outbound.sql.intake_repository import SqlIntakeRepository
from adapters.outbound.sql.job_run_repository import SqlJobRunRepository
from adapters.outbound.sql.new_pattern_counters import SqlNewPatternCounters
from adapters.outbound.sql.notification_repository import SqlNotificationRepository
from adapters.outbound.sql.on_call_repository import SqlOnCallRepository
from adapters.outbound.sql.pattern_repository import SqlPatternRepository
from adapters.outbound.sql.pattern_user_repository import SqlPatternUserRepository
from adapters.outbound.sql.readers import SqlReaders
from adapters.outbound.sql.restored_records import SqlRestoredRecords
from adapters.outbound.sql.service_registry import SqlServiceRegistry
from adapters.outbound.sql.silence_repository import SqlSilenceRepository
from adapters.outbound.sql.stored_errors import SqlStoredErrors
from adapters.outbound.sql.tables import INSTALLATION
from adapters.outbound.sql.threshold_repository import SqlThresholdRepository
from adapters.outbound.sql.webhook_endpoint_repository import SqlWebhookEndpointRepository
from application.ports.clock import Clock
from application.ports.store_errors import CommitOutcomeUnknown

_GENERATION = select(INSTALLATION.c.generation)
_ANNOUNCE = update(INSTALLATION).values(generation=INSTALLATION.c.generation + 1)


class SqlUnitOfWork(SqlReaders):
    """`UnitOfWork`: one connection, one transaction, which begins with the first statement."""

    def __init__(self, connection: Connection, *, clock: Clock | None = None) -> None:
        super().__init__(connection)
        self._clock = clock

    @cached_property
    def patterns(self) -> SqlPatternRepository:
        """Patterns."""
        return SqlPatternRepository(self._connection)

    @cached_property
    def episodes(self) -> SqlEpisodeRepository:
        """Episodes."""
        return SqlEpisodeRepository(self._connection)

    @cached_property
    def errors(self) -> SqlErrorRepository:
        """Errors."""
        return SqlErrorRepository(self._connection)

    @cached_property
    def event_keys(self) -> SqlEventKeyRepository:
        """Event ids of senders."""
        return SqlEventKeyRepository(self._connection)

    @cached_property
    def counters(self) -> SqlCounterRepository:
        """Counters of arrivals."""
        return SqlCounterRepository(self._connection)

    @cached_property
    def decision_counters(self) -> SqlDecisionCounterRepository:
        """Counts of repeated decisions."""
        return SqlDecisionCounterRepository(self._connection)

    @cached_property
    def intake_counters(self) -> SqlIntakeRepository:
        """What was limited, cut or refused."""
        return SqlIntakeRepository(self._connection)

    @cached_property
    def new_patterns(self) -> SqlNewPatternCounters:
        """How many patterns each service got."""
        return SqlNewPatternCounters(self._connection)

    @cached_property
    def thresholds(self) -> SqlThresholdRepository:
        """Limits that are exceeded."""
        return SqlThresholdRepository(self._connection)

    @cached_property
    def pattern_users(self) -> SqlPatternUserRepository:
        """Users affected."""
        return SqlPatternUserRepository(self._connection)

    @cached_property
    def services(self) -> SqlServiceRegistry:
        """Services and releases."""
        return SqlServiceRegistry(self._connection)

    @cached_property
    def developers(self) -> SqlDeveloperRepository:
        """Developers."""
        return SqlDeveloperRepository(self._connection)

    @cached_property
    def expired_records(self) -> SqlExpiredRecords:
        """What retention may remove."""
        return SqlExpiredRecords(self._connection)

    @cached_property
    def job_runs(self) -> SqlJobRunRepository:
        """Runs of jobs."""
        return SqlJobRunRepository(self._connection)

    @cached_property
    def stored_errors(self) -> SqlStoredErrors:
        """All errors, in parts."""
        return SqlStoredErrors(self._connection)

    @cached_property
    def restored_records(self) -> SqlRestoredRecords:
        """What a restored store would tell."""
        return SqlRestoredRecords(self._connection)

    @cached_property
    def on_call(self) -> SqlOnCallRepository:
        """Who is on call."""
        return SqlOnCallRepository(self._connection)

    @cached_property
    def notifications(self) -> SqlNotificationRepository:
        """The outbox."""
        return SqlNotificationRepository(self._connection)

    @cached_property
    def digests(self) -> SqlDigestRepository:
        """What is held back, and what was sent of late."""
        return SqlDigestRepository(self._connection)

    @cached_property
    def silences(self) -> SqlSilenceRepository:
        """Silences, by this transaction's clock."""
        return SqlSilenceRepository(self._connection, self.now)

    @cached_property
    def escalations(self) -> SqlEscalationRepository:
        """The record of escalations."""
        return SqlEscalationRepository(self._connection)

    @cached_property
    def webhook_endpoints(self) -> SqlWebhookEndpointRepository:
        """Where webhooks go."""
        return SqlWebhookEndpointRepository(self._connection)

    @cached_property
    def chains(self) -> SqlChainRepository:
        """Escalation chains."""
        return SqlChainRepository(self._connection)

    @cached_property
    def acknowledge_links(self) -> SqlAcknowledgeLinkRepository:
        """One-time links."""
        return SqlAcknowledgeLinkRepository(self._connection)

    @cached_property
    def history(self) -> SqlHistoryRepository:
        """History."""
        return SqlHistoryRepository(self._connection)

    @cached_property
    def idempotency_keys(self) -> SqlIdempotencyKeys:
        """Requests under keys."""
        return SqlIdempotencyKeys(self._connection)

    @cached_property
    def access(self) -> SqlAccessRepository:
        """Tokens and keys."""
        return SqlAccessRepository(self._connection)

    @cached_property
    def audit(self) -> SqlAuditLog:
        """The audit log."""
        return SqlAuditLog(self._connection)

    def now(self) -> datetime:
        """PostgreSQL's own clock; for SQLite, which has none, this host's; where another was given, that."""
        if self._clock is not None:
            return self._clock.now()
        return dialect_named(self._connection.dialect.name).now(self._connection)

    def generation(self) -> int:
        """See the port."""
        return int(self._connection.execute(_GENERATION).scalar_one())

    def gathering(self) -> AbstractContextManager[None]:
        """See the port."""
        return gathering(self._connection)

    def commit(self, *, announce: bool = True) -> None:
        """See the port."""
        # Both lock the one row of the installation, and so come last: everybody else takes it after all other locks.
        if announce:
            self._connection.execute(_ANNOUNCE)
        self.audit.write()
        try:
            self._connection.commit()
        except ConnectionLost as lost:
            raise CommitOutcomeUnknown(f"{lost} during the commit") from None
