"""The tables, one subject a file."""

from adapters.outbound.sql.tables.counters import (
    DECISION_COUNTERS,
    ERROR_STATS,
    HOUR_COUNTERS,
    INTAKE_COUNTERS,
    SERVICE_COUNTERS,
)
from adapters.outbound.sql.tables.episodes import ERROR_EPISODES, ERROR_ESCALATION, HISTORY
from adapters.outbound.sql.tables.errors import ERROR_IS_ALIVE, ERROR_IS_OPEN, ERROR_LOGS, ERROR_OVERRIDES, EVENT_KEYS
from adapters.outbound.sql.tables.notifications import ERROR_NOTIFICATIONS, NOTIFICATION_ATTEMPTS
from adapters.outbound.sql.tables.on_call import ON_CALL_OVERRIDES, ON_CALL_ROTATIONS, TIME_OFF
from adapters.outbound.sql.tables.operation import AUDIT_LOG, IDEMPOTENCY_KEYS, INSTALLATION, JOB_RUNS
from adapters.outbound.sql.tables.patterns import ERROR_PATTERNS, PATTERN_ALIASES, PATTERN_USERS
from adapters.outbound.sql.tables.people import API_TOKENS, DEVELOPER_ASSIGNMENTS, INGEST_KEYS, RELEASES, SERVICES
from adapters.outbound.sql.tables.policies import (
    ACKNOWLEDGE_LINKS,
    ESCALATION_CHAINS,
    NEW_PATTERN_COUNTERS,
    SILENCES,
    THRESHOLD_STATES,
    WEBHOOK_ENDPOINTS,
)
from adapters.outbound.sql.tables.schema import METADATA

__all__ = [
    "ACKNOWLEDGE_LINKS",
    "API_TOKENS",
    "AUDIT_LOG",
    "DECISION_COUNTERS",
    "DEVELOPER_ASSIGNMENTS",
    "ERROR_EPISODES",
    "ERROR_ESCALATION",
    "ERROR_IS_ALIVE",
    "ERROR_IS_OPEN",
    "ERROR_LOGS",
    "ERROR_NOTIFICATIONS",
    "ERROR_OVERRIDES",
    "ERROR_PATTERNS",
    "ERROR_STATS",
    "ESCALATION_CHAINS",
    "EVENT_KEYS",
    "HISTORY",
    "HOUR_COUNTERS",
    "IDEMPOTENCY_KEYS",
    "INGEST_KEYS",
    "INSTALLATION",
    "INTAKE_COUNTERS",
    "JOB_RUNS",
    "METADATA",
    "NEW_PATTERN_COUNTERS",
    "NOTIFICATION_ATTEMPTS",
    "ON_CALL_OVERRIDES",
    "ON_CALL_ROTATIONS",
    "PATTERN_ALIASES",
    "PATTERN_USERS",
    "RELEASES",
    "SERVICES",
    "SERVICE_COUNTERS",
    "SILENCES",
    "THRESHOLD_STATES",
    "TIME_OFF",
    "WEBHOOK_ENDPOINTS",
]
