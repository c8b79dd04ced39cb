"""Patterns, their aliases and the people they met."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, PrimaryKeyConstraint, SmallInteger, Table

from adapters.outbound.sql.column_types import DIGEST, ID, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA, partial_index

ERROR_PATTERNS = Table(
    "error_patterns",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("service", TEXT, nullable=False),
    Column("error_type", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("culprit", TEXT, nullable=False),
    Column("fingerprint", TEXT, nullable=False),
    Column("rules", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("first_seen", MOMENT, nullable=False),
    Column("last_seen", MOMENT, nullable=False),
    Column("first_release", TEXT),
    Column("last_release", TEXT),
    Column("status", TEXT, nullable=False),
    Column("occurrences", BigInteger, nullable=False),
    Column("users_affected", BigInteger, nullable=False),
    Column("episodes", BigInteger, nullable=False),
    Column("resolved_at", MOMENT),
    Column("resolved_in_release", TEXT),
    Column("ignored_until", MOMENT),
    Column("ignored_until_count", BigInteger),
    Column("ignored_until_release", TEXT),
    Column("merged_into", ID),
)

# Nothing that an arrival changes is indexed: PostgreSQL then updates the row in its page (HOT).
Index("ix_error_patterns_service_error_type", ERROR_PATTERNS.c.service, ERROR_PATTERNS.c.error_type)

partial_index(
    "ix_error_patterns_merged_into", ERROR_PATTERNS.c.merged_into, where=ERROR_PATTERNS.c.merged_into.is_not(None)
)

PATTERN_ALIASES = Table(
    "pattern_aliases",
    METADATA,
    Column("fingerprint_id", ID, primary_key=True),
    Column("pattern_id", ID, ForeignKey("error_patterns.id"), nullable=False),
    sqlite_with_rowid=False,
)

Index("ix_pattern_aliases_pattern_id", PATTERN_ALIASES.c.pattern_id)

PATTERN_USERS = Table(
    "pattern_users",
    METADATA,
    Column("pattern_id", ID, nullable=False),
    Column("user_digest", DIGEST, nullable=False),
    PrimaryKeyConstraint("pattern_id", "user_digest"),
    sqlite_with_rowid=False,
)
