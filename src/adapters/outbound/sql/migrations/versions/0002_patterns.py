"""Patterns, their people and the counters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_ID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BYTES = sa.LargeBinary()


def upgrade() -> None:
    """Make the tables and their indexes."""
    _error_patterns()
    _pattern_aliases()
    _pattern_users()
    _minute_counters()
    _hour_counters()
    _error_stats()


def _error_patterns() -> None:
    op.create_table(
        "error_patterns",
        sa.Column("id", _ID, nullable=False),
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("error_type", _TEXT, nullable=False),
        sa.Column("title", _TEXT, nullable=False),
        sa.Column("culprit", _TEXT, nullable=False),
        sa.Column("fingerprint", _TEXT, nullable=False),
        sa.Column("rules", _TEXT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("first_seen", _MOMENT, nullable=False),
        sa.Column("last_seen", _MOMENT, nullable=False),
        sa.Column("first_release", _TEXT),
        sa.Column("last_release", _TEXT),
        sa.Column("status", _TEXT, nullable=False),
        sa.Column("occurrences", sa.BigInteger(), nullable=False),
        sa.Column("users_affected", sa.BigInteger(), nullable=False),
        sa.Column("episodes", sa.BigInteger(), nullable=False),
        sa.Column("resolved_at", _MOMENT),
        sa.Column("resolved_in_release", _TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_error_patterns"),
    )
    op.create_index("ix_error_patterns_service_error_type", "error_patterns", ["service", "error_type"])


def _pattern_aliases() -> None:
    op.create_table(
        "pattern_aliases",
        sa.Column("fingerprint_id", _ID, nullable=False),
        sa.Column("pattern_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint_id", name="pk_pattern_aliases"),
        sa.ForeignKeyConstraint(["pattern_id"], ["error_patterns.id"], name="fk_pattern_aliases_pattern_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pattern_aliases_pattern_id", "pattern_aliases", ["pattern_id"])


def _pattern_users() -> None:
    op.create_table(
        "pattern_users",
        sa.Column("pattern_id", _ID, nullable=False),
        sa.Column("user_digest", _BYTES, nullable=False),
        sa.PrimaryKeyConstraint("pattern_id", "user_digest", name="pk_pattern_users"),
        sqlite_with_rowid=False,
    )


def _minute_counters() -> None:
    op.create_table(
        "minute_counters",
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("environment", _TEXT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("starts_at", "service", "environment", "severity", name="pk_minute_counters"),
        sqlite_with_rowid=False,
    )


def _hour_counters() -> None:
    op.create_table(
        "hour_counters",
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("environment", _TEXT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("pattern_id", _ID, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "starts_at", "service", "environment", "severity", "pattern_id", name="pk_hour_counters"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hour_counters_pattern_id", "hour_counters", ["pattern_id", "starts_at"])


def _error_stats() -> None:
    op.create_table(
        "error_stats",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("environment", _TEXT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("pattern_id", _ID, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "service", "environment", "severity", "pattern_id", name="pk_error_stats"),
        sqlite_with_rowid=False,
    )
