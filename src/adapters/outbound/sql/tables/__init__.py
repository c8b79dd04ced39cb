"""The tables, one subject a file."""

from adapters.outbound.sql.tables.counters import ERROR_STATS, HOUR_COUNTERS, MINUTE_COUNTERS
from adapters.outbound.sql.tables.episodes import ERROR_EPISODES, ERROR_ESCALATION, HISTORY
from adapters.outbound.sql.tables.errors import ERROR_IS_OPEN, ERROR_LOGS, ERROR_OVERRIDES, EVENT_KEYS
from adapters.outbound.sql.tables.notifications import ERROR_NOTIFICATIONS, NOTIFICATION_ATTEMPTS
from adapters.outbound.sql.tables.operation import AUDIT_LOG, INSTALLATION, JOB_RUNS
from adapters.outbound.sql.tables.patterns import ERROR_PATTERNS, PATTERN_ALIASES, PATTERN_USERS
from adapters.outbound.sql.tables.people import API_TOKENS, DEVELOPER_ASSIGNMENTS, INGEST_KEYS, RELEASES, SERVICES
from adapters.outbound.sql.tables.schema import METADATA

__all__ = [
    "API_TOKENS",
    "AUDIT_LOG",
    "DEVELOPER_ASSIGNMENTS",
    "ERROR_EPISODES",
    "ERROR_ESCALATION",
    "ERROR_IS_OPEN",
    "ERROR_LOGS",
    "ERROR_NOTIFICATIONS",
    "ERROR_OVERRIDES",
    "ERROR_PATTERNS",
    "ERROR_STATS",
    "EVENT_KEYS",
    "HISTORY",
    "HOUR_COUNTERS",
    "INGEST_KEYS",
    "INSTALLATION",
    "JOB_RUNS",
    "METADATA",
    "MINUTE_COUNTERS",
    "NOTIFICATION_ATTEMPTS",
    "PATTERN_ALIASES",
    "PATTERN_USERS",
    "RELEASES",
    "SERVICES",
]
