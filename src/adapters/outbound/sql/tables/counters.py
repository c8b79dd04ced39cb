"""Counters of arrivals, by minute, hour and day."""

from sqlalchemy import BigInteger, Column, Date, Index, PrimaryKeyConstraint, SmallInteger, Table

from adapters.outbound.sql.column_types import ID, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA

MINUTE_COUNTERS = Table(
    "minute_counters",
    METADATA,
    Column("starts_at", MOMENT, nullable=False),
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("count", BigInteger, nullable=False),
    PrimaryKeyConstraint("starts_at", "service", "environment", "severity"),
    sqlite_with_rowid=False,
)

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
    Column("day", Date, nullable=False),
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("pattern_id", ID, nullable=False),
    Column("count", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "service", "environment", "severity", "pattern_id"),
    sqlite_with_rowid=False,
)
"""The daily aggregation, into which old hours are folded."""
