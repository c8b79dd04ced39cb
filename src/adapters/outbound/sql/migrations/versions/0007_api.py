"""What the whole API stands on: ends of episodes, ignoring, merging, search, counters of services and of days."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.outbound.sql.error_repository import SqlErrorRepository
from adapters.outbound.sql.search_index import SqlSearchIndex, make_search_index
from adapters.outbound.sql.tables import ERROR_LOGS

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_ID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BYTES = sa.LargeBinary()
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ALIVE = "deleted_at IS NULL"
_OPEN = "status IN ('open', 'assigned') AND deleted_at IS NULL"


def upgrade() -> None:
    """Add columns and tables, and put the indexes of errors in the order of the lists."""
    _error_logs()
    _error_patterns()
    _error_episodes()
    _counters()
    _developers()
    _operation()
    make_search_index(op.get_bind())
    _index_what_is_stored(SqlErrorRepository(op.get_bind()), SqlSearchIndex(op.get_bind()))


def _error_logs() -> None:
    op.add_column("error_logs", sa.Column("placement", _TEXT))
    for name in (
        "service_severity",
        "received_at",
        "error_type_service",
        "assigned_to",
        "status_received_at",
        "pattern_id",
    ):
        op.drop_index(f"ix_error_logs_{name}", "error_logs")
    _index("service_severity", ["service", "severity", "id"], _ALIVE)
    _index("error_type_service", ["error_type", "service", "id"], _ALIVE)
    _index("assigned_to", ["assigned_to", "id"], f"assigned_to IS NOT NULL AND {_ALIVE}")
    _index("status", ["status", "id"], _ALIVE)
    _index("open_severity", ["severity", "id"], _OPEN)
    _index("pattern_id", ["pattern_id", "id"], _ALIVE)


def _error_patterns() -> None:
    op.add_column("error_patterns", sa.Column("ignored_until", _MOMENT))
    op.add_column("error_patterns", sa.Column("ignored_until_count", sa.BigInteger()))
    op.add_column("error_patterns", sa.Column("ignored_until_release", _TEXT))
    op.add_column("error_patterns", sa.Column("merged_into", _ID))
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_error_patterns_merged_into",
        "error_patterns",
        ["merged_into"],
        sqlite_where=merged,
        postgresql_where=merged,
    )


def _error_episodes() -> None:
    op.drop_index("ix_error_episodes_uncarried", "error_episodes")
    op.alter_column("error_episodes", "assigned_carried", new_column_name="carried")
    op.create_index(
        "ix_error_episodes_uncarried",
        "error_episodes",
        ["id"],
        sqlite_where=sa.text("carried = 0"),
        postgresql_where=sa.text("NOT carried"),
    )
    op.add_column("error_episodes", sa.Column("closed_as", _TEXT))
    op.add_column("error_episodes", sa.Column("merged_into", _ID))
    op.add_column("error_episodes", sa.Column("acknowledged_by", _TEXT))
    op.execute("UPDATE error_episodes SET closed_as = 'emptied' WHERE closed_at IS NOT NULL")


def _counters() -> None:
    _counter_table("service_counters", [sa.Column("period", _TEXT, nullable=False), *_starts_at(), *_place()])
    op.drop_table("error_stats")
    _counter_table("error_stats", [*_starts_at(), *_place(), sa.Column("pattern_id", _ID, nullable=False)])
    op.create_index("ix_error_stats_pattern_id", "error_stats", ["pattern_id", "starts_at"])
    _count_again()
    op.drop_table("minute_counters")
    subject = sa.Column("subject_id", _ID, nullable=False)
    _counter_table("decision_counters", [subject, *_starts_at(), sa.Column("reason", _TEXT, nullable=False)])
    service = sa.Column("service", _TEXT, nullable=False)
    _counter_table("intake_counters", [*_starts_at(), service, sa.Column("reason", _TEXT, nullable=False)])


def _starts_at() -> "list[sa.Column[Any]]":
    return [sa.Column("starts_at", _MOMENT, nullable=False)]


def _place() -> "list[sa.Column[Any]]":
    return [
        sa.Column("service", _TEXT, nullable=False),
        sa.Column("environment", _TEXT, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
    ]


def _counter_table(name: str, key: "list[sa.Column[Any]]") -> None:
    op.create_table(
        name,
        *key,
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*(column.name for column in key), name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def _count_again() -> None:
    """The hours and days of services, and the days of patterns, out of what was counted so far."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    day = "date_trunc('day', starts_at)" if postgresql else "starts_at - starts_at % 86400000000"
    groups = "service, environment, severity"
    op.execute(f"INSERT INTO service_counters SELECT 'minute', starts_at, {groups}, count FROM minute_counters")  # noqa: S608
    for period, start in {"hour": "starts_at", "day": day}.items():
        op.execute(
            f"INSERT INTO service_counters SELECT '{period}', {start}, {groups}, sum(count) FROM hour_counters "  # noqa: S608
            f"GROUP BY {start}, {groups}"
        )
    op.execute(
        f"INSERT INTO error_stats SELECT {day}, {groups}, pattern_id, sum(count) FROM hour_counters "  # noqa: S608
        f"GROUP BY {day}, {groups}, pattern_id"
    )


def _developers() -> None:
    for name in ("on_call_from", "on_call_until", "removed_at"):
        op.add_column("developer_assignments", sa.Column(name, _MOMENT))


def _operation() -> None:
    op.add_column("installation", sa.Column("generation", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("installation", sa.Column("audit_hash", _BYTES))
    # Nothing wrote to it before.
    op.drop_table("audit_log")
    op.create_table(
        "audit_log",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor", _TEXT, nullable=False),
        sa.Column("action", _TEXT, nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("detail", _TEXT, nullable=False),
        sa.Column("hash", _BYTES, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_at", "audit_log", ["at"])
    op.create_table(
        "idempotency_keys",
        sa.Column("key", _BYTES, nullable=False),
        sa.Column("body_digest", _BYTES, nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("answer", _TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_idempotency_keys_expires_at", "idempotency_keys", ["expires_at"])


def _index_what_is_stored(errors: SqlErrorRepository, index: SqlSearchIndex) -> None:
    alive = sa.text("SELECT id FROM error_logs WHERE deleted_at IS NULL ORDER BY id").columns(id=ERROR_LOGS.c.id.type)
    for (error_id,) in op.get_bind().execute(alive).all():
        error = errors.get(error_id)
        index.add([error] if error is not None else [])


def _index(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(f"ix_error_logs_{name}", "error_logs", columns, sqlite_where=condition, postgresql_where=condition)
