"""Errors and event keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_ID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_LONG_TEXT = sa.LargeBinary()
_BYTES = sa.LargeBinary()


def upgrade() -> None:
    """Make the tables and their indexes."""
    _error_logs()
    _event_keys()


def _error_logs() -> None:
    op.create_table(
        "error_logs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("pattern_id", _ID, nullable=False),
        sa.Column("episode_id", _ID),
        sa.Column("assigned_to", _ID),
        sa.Column("status", _TEXT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("resolved_at", _MOMENT),
        sa.Column("deleted_at", _MOMENT),
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("environment", _TEXT, nullable=False),
        sa.Column("error_type", _TEXT, nullable=False),
        sa.Column("release", _TEXT),
        sa.Column("endpoint", _TEXT),
        sa.Column("status_code", sa.Integer()),
        sa.Column("user_id", _TEXT),
        sa.Column("session_id", _TEXT),
        sa.Column("event_id", _ID),
        sa.Column("sender_occurred_at", _MOMENT),
        sa.Column("sent_at", _MOMENT),
        sa.Column("sender_fingerprint", _TEXT),
        sa.Column("url", _TEXT),
        sa.Column("user_agent", _TEXT),
        sa.Column("marks", _TEXT),
        sa.Column("message", _TEXT, nullable=False),
        sa.Column("stack_trace", _LONG_TEXT),
        sa.Column("context", _LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_error_logs"),
    )
    op.create_index(
        "ix_error_logs_assigned_to",
        "error_logs",
        ["assigned_to"],
        sqlite_where=sa.text("assigned_to IS NOT NULL"),
        postgresql_where=sa.text("assigned_to IS NOT NULL"),
    )
    op.create_index("ix_error_logs_error_type_service", "error_logs", ["error_type", "service"])
    op.create_index("ix_error_logs_expires_at", "error_logs", ["expires_at"])
    op.create_index(
        "ix_error_logs_open_of_episode",
        "error_logs",
        ["episode_id", "severity", "received_at", "assigned_to"],
        sqlite_where=sa.text("status IN ('open', 'assigned') AND deleted_at IS NULL"),
        postgresql_where=sa.text("status IN ('open', 'assigned') AND deleted_at IS NULL"),
    )
    op.create_index("ix_error_logs_pattern_id", "error_logs", ["pattern_id", "id"])
    op.create_index("ix_error_logs_received_at", "error_logs", [sa.text("received_at DESC")])
    op.create_index("ix_error_logs_service_severity", "error_logs", ["service", "severity"])
    op.create_index("ix_error_logs_status_received_at", "error_logs", ["status", "received_at"])


def _event_keys() -> None:
    op.create_table(
        "event_keys",
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("error_id", _ID, nullable=False),
        sa.Column("body_digest", _BYTES, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("service", "event_id", name="pk_event_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_keys_expires_at", "event_keys", ["expires_at"])
