"""What is told and decided first, and errors that somebody owns by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_ID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    """Add the columns, and put indexes in the order of the claims."""
    _error_episodes()
    _error_notifications()
    _error_overrides()


def _error_episodes() -> None:
    op.add_column("error_episodes", sa.Column("trusted_severity", sa.SmallInteger()))
    op.add_column("error_episodes", sa.Column("triage_trusted", sa.Boolean()))
    op.add_column("error_episodes", sa.Column("triage_urgency", sa.SmallInteger()))
    # What is open and trusted was told by its severity.
    op.execute("UPDATE error_episodes SET trusted_severity = severity WHERE trusted AND closed_at IS NULL")
    op.execute(
        "UPDATE error_episodes SET triage_trusted = trusted, triage_urgency = "
        "CASE WHEN triage_reason = 'owner_wanted' THEN 2 WHEN trusted THEN 0 ELSE 1 END WHERE triage_since IS NOT NULL"
    )
    op.drop_index("ix_error_episodes_triage_since", "error_episodes")
    _partial_index(
        "ix_error_episodes_triage_urgency",
        "error_episodes",
        ["triage_urgency", "triage_since", "id"],
        "triage_since IS NOT NULL",
    )
    op.drop_index("ix_error_episodes_open_of_owner", "error_episodes")
    _partial_index("ix_error_episodes_open_of_owner", "error_episodes", ["owner_id", "id"], "closed_at IS NULL")


def _error_notifications() -> None:
    op.add_column("error_notifications", sa.Column("sent_from", _MOMENT))
    op.execute("UPDATE error_notifications SET sent_from = created_at WHERE state <> 'suppressed'")
    _partial_index(
        "ix_error_notifications_urgency",
        "error_notifications",
        ["trusted", "severity", "next_attempt_at", "id"],
        "next_attempt_at IS NOT NULL",
    )
    op.drop_index("ix_error_notifications_untrusted", "error_notifications")
    op.create_index(
        "ix_error_notifications_untrusted",
        "error_notifications",
        ["sent_from"],
        sqlite_where=sa.text("trusted = 0"),
        postgresql_where=sa.text("NOT trusted"),
    )


def _error_overrides() -> None:
    op.create_table(
        "error_overrides",
        sa.Column("error_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("error_id", name="pk_error_overrides"),
        sa.ForeignKeyConstraint(
            ["error_id"], ["error_logs.id"], name="fk_error_overrides_error_id", ondelete="CASCADE"
        ),
    )


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
