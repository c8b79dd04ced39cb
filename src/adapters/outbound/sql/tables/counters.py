"""Counters: of arrivals by minute, hour and day, and of what was decided again and again."""

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, SmallInteger, Table

from adapters.outbound.sql.column_types import ID, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA

SERVICE_COUNTERS = Table(
    "service_counters",
    METADATA,
    Column("period", TEXT, nullable=False),
    Column("starts_at", MOMENT, nullable=False),
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("trusted", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("period", "starts_at", "service", "environment", "severity"),
    sqlite_with_rowid=False,
)
"""Minutes, hours and days of each service, whatever the pattern; `trusted` is how many of `count` came from senders who
may page people.
"""

HOUR_COUNTERS = Table(
    "hour_counters",
    METADATA,
    Column("starts_at", MOMENT, nullable=False),
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("pattern_id", ID, nullable=False),
    Column("count", BigInteger, nullable=False),
    PrimaryKeyConstraint("starts_at", "service", "environment", "severity", "pattern_id"),
    sqlite_with_rowid=False,
)

Index("ix_hour_counters_pattern_id", HOUR_COUNTERS.c.pattern_id, HOUR_COUNTERS.c.starts_at)

ERROR_STATS = Table(
    "error_stats",
    METADATA,
    Column("starts_at", MOMENT, nullable=False),
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("pattern_id", ID, nullable=False),
    Column("count", BigInteger, nullable=False),
    PrimaryKeyConstraint("starts_at", "service", "environment", "severity", "pattern_id"),
    sqlite_with_rowid=False,
)
"""The days of each pattern, in UTC."""

Index("ix_error_stats_pattern_id", ERROR_STATS.c.pattern_id, ERROR_STATS.c.starts_at)

DECISION_COUNTERS = Table(
    "decision_counters",
    METADATA,
    Column("subject_id", ID, nullable=False),
    Column("starts_at", MOMENT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("count", BigInteger, nullable=False),
    PrimaryKeyConstraint("subject_id", "starts_at", "reason"),
    sqlite_with_rowid=False,
)
"""How often in an hour the same was decided about errors of a pattern, where a history entry each would be a flood."""

Index("ix_decision_counters_starts_at", DECISION_COUNTERS.c.starts_at)

INTAKE_COUNTERS = Table(
    "intake_counters",
    METADATA,
    Column("starts_at", MOMENT, nullable=False),
    Column("service", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("count", BigInteger, nullable=False),
    PrimaryKeyConstraint("starts_at", "service", "reason"),
    sqlite_with_rowid=False,
)
"""What was limited, cut or refused at the door, by hour."""
