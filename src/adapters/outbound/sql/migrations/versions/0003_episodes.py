"""Episodes, escalation, history and notifications."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_ID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and their indexes."""
    _error_episodes()
    _error_escalation()
    _history()
    _error_notifications()
    _notification_attempts()


def _error_episodes() -> None:
    op.create_table(
        "error_episodes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("pattern_id", _ID, nullable=False),
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("environment", _TEXT, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("opened_because", _TEXT, nullable=False),
        sa.Column("first_error_id", _ID, nullable=False),
        sa.Column("last_error_id", _ID, nullable=False),
        sa.Column("last_error_at", _MOMENT, nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("owner_id", _ID),
        sa.Column("assigned_at", _MOMENT),
        sa.Column("assigned_carried", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("escalates_at", _MOMENT),
        sa.Column("triage_reason", _TEXT),
        sa.Column("triage_since", _MOMENT),
        sa.Column("acknowledged_at", _MOMENT),
        sa.Column("slack_thread", _TEXT),
        sa.Column("errors", sa.BigInteger(), nullable=False),
        sa.Column("open_critical", sa.BigInteger(), nullable=False),
        sa.Column("open_high", sa.BigInteger(), nullable=False),
        sa.Column("open_medium", sa.BigInteger(), nullable=False),
        sa.Column("open_low", sa.BigInteger(), nullable=False),
        sa.Column("open_info", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_error_episodes"),
    )
    op.create_index(
        "ix_error_episodes_escalates_at",
        "error_episodes",
        ["escalates_at"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_error_episodes_open_of_owner",
        "error_episodes",
        ["owner_id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_error_episodes_pattern_id", "error_episodes", ["pattern_id", "id"])
    op.create_index(
        "ix_error_episodes_triage_since",
        "error_episodes",
        ["triage_since"],
        sqlite_where=sa.text("triage_since IS NOT NULL"),
        postgresql_where=sa.text("triage_since IS NOT NULL"),
    )
    op.create_index(
        "ix_error_episodes_uncarried",
        "error_episodes",
        ["id"],
        sqlite_where=sa.text("assigned_carried = 0"),
        postgresql_where=sa.text("NOT assigned_carried"),
    )
    op.create_index(
        "uq_error_episodes_open_of_pattern",
        "error_episodes",
        ["pattern_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _error_escalation() -> None:
    op.create_table(
        "error_escalation",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("episode_id", _ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("from_id", _ID),
        sa.Column("to_id", _ID),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_error_escalation"),
    )
    op.create_index("ix_error_escalation_episode_id", "error_escalation", ["episode_id"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("subject_kind", _TEXT, nullable=False),
        sa.Column("subject_id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("action", _TEXT, nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("actor", _TEXT, nullable=False),
        sa.Column("before", _TEXT),
        sa.Column("after", _TEXT),
        sa.Column("inputs", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_subject_id", "history", ["subject_id"])


def _error_notifications() -> None:
    op.create_table(
        "error_notifications",
        sa.Column("id", _ID, nullable=False),
        sa.Column("episode_id", _ID, nullable=False),
        sa.Column("pattern_id", _ID, nullable=False),
        sa.Column("error_id", _ID, nullable=False),
        sa.Column("developer_id", _ID),
        sa.Column("channel", _TEXT, nullable=False),
        sa.Column("recipient", _TEXT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("next_attempt_at", _MOMENT),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("unreachable", sa.Integer(), nullable=False),
        sa.Column("lease_owner", _TEXT),
        sa.Column("lease_until", _MOMENT),
        sa.Column("accepted_at", _MOMENT),
        sa.Column("delivered_at", _MOMENT),
        sa.Column("read_at", _MOMENT),
        sa.Column("last_answer", _TEXT),
        sa.Column("death_reason", _TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_error_notifications"),
    )
    op.create_index("ix_error_notifications_episode_id", "error_notifications", ["episode_id"])
    op.create_index(
        "ix_error_notifications_next_attempt_at",
        "error_notifications",
        ["next_attempt_at"],
        sqlite_where=sa.text("next_attempt_at IS NOT NULL"),
        postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
    )
    op.create_index(
        "ix_error_notifications_untrusted",
        "error_notifications",
        ["created_at"],
        sqlite_where=sa.text("trusted = 0"),
        postgresql_where=sa.text("NOT trusted"),
    )


def _notification_attempts() -> None:
    op.create_table(
        "notification_attempts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("notification_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker", _TEXT, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("outcome", _TEXT),
        sa.Column("answer", _TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_notification_attempts"),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["error_notifications.id"],
            name="fk_notification_attempts_notification_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_notification_attempts_notification_id", "notification_attempts", ["notification_id"])
