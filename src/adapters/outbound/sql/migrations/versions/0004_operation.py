"""People, services, access and operation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_ID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BYTES = sa.LargeBinary()
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and their indexes."""
    _developer_assignments()
    _services()
    _releases()
    _api_tokens()
    _ingest_keys()
    _job_runs()
    _audit_log()
    _installation()


def _developer_assignments() -> None:
    op.create_table(
        "developer_assignments",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("email", _TEXT),
        sa.Column("services", _TEXT, nullable=False),
        sa.Column("min_severity", sa.SmallInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("on_call", sa.Boolean(), nullable=False),
        sa.Column("last_assigned_at", _MOMENT),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_developer_assignments"),
        sa.UniqueConstraint("email", name="uq_developer_assignments_email"),
    )


def _services() -> None:
    op.create_table(
        "services",
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("key_mode", _TEXT, nullable=False),
        sa.Column("first_seen", _MOMENT, nullable=False),
        sa.Column("keyless_posts", sa.BigInteger(), nullable=False),
        sa.Column("last_keyless_at", _MOMENT),
        sa.PrimaryKeyConstraint("name", name="pk_services"),
    )


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("environment", _TEXT, nullable=False),
        sa.Column("release", _TEXT, nullable=False),
        sa.Column("first_seen", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("service", "environment", "release", name="pk_releases"),
        sqlite_with_rowid=False,
    )


def _api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("scope", _TEXT, nullable=False),
        sa.Column("digest", _BYTES, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT),
        sa.Column("revoked_at", _MOMENT),
        sa.Column("last_used_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("digest", name="uq_api_tokens_digest"),
    )


def _ingest_keys() -> None:
    op.create_table(
        "ingest_keys",
        sa.Column("id", _ID, nullable=False),
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("digest", _BYTES, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT),
        sa.Column("last_used_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_ingest_keys"),
        sa.UniqueConstraint("digest", name="uq_ingest_keys_digest"),
    )
    op.create_index("ix_ingest_keys_service", "ingest_keys", ["service"])


def _job_runs() -> None:
    op.create_table(
        "job_runs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("job", _TEXT, nullable=False),
        sa.Column("worker", _TEXT, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("outcome", _TEXT),
        sa.Column("detail", _TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_job_runs"),
    )
    op.create_index("ix_job_runs_job_started_at", "job_runs", ["job", "started_at"])


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor", _TEXT, nullable=False),
        sa.Column("action", _TEXT, nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("detail", _TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_at", "audit_log", ["at"])


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("secret", _BYTES, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
