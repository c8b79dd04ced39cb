"""Who is told, when and how: addresses and preferences, on-call, chains, silences, digests, jobs with slots."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_ID = sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BYTES = sa.LargeBinary()
_OPEN = "closed_at IS NULL"


def upgrade() -> None:
    """Add columns and tables; nothing that is stored is read again."""
    _developers()
    _notifications()
    _episodes()
    _on_call()
    _policies()
    _webhook_endpoints()
    _jobs()
    _watching()


def _developers() -> None:
    for name in ("phone", "slack_id", "time_zone", "preferences"):
        op.add_column("developer_assignments", sa.Column(name, _TEXT))


def _notifications() -> None:
    table = "error_notifications"
    op.add_column(table, sa.Column("kind", _TEXT, nullable=False, server_default="notice"))
    op.add_column(table, sa.Column("level", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(table, sa.Column("repeats", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(table, sa.Column("provider_id", _TEXT))
    op.add_column(table, sa.Column("poll_at", _MOMENT))
    op.add_column(table, sa.Column("further_at", _MOMENT))
    op.add_column(table, sa.Column("digest_id", _ID))
    op.add_column(table, sa.Column("frozen_at", _MOMENT))
    op.add_column(table, sa.Column("body", _TEXT))
    for name in ("poll_at", "further_at"):
        _partial(f"ix_{table}_{name}", table, [name], f"{name} IS NOT NULL")
    _partial(f"ix_{table}_digest_id", table, ["digest_id", "episode_id"], "digest_id IS NOT NULL")
    unfrozen = "kind = 'digest' AND frozen_at IS NULL"
    _partial(f"ix_{table}_open_digests", table, ["channel", "recipient"], unfrozen)
    _partial(f"ix_{table}_sent", table, ["channel", "recipient", "sent_from"], "sent_from IS NOT NULL")
    op.create_index(f"ix_{table}_recipient", table, ["channel", "recipient", "created_at"])
    op.create_index(f"ix_{table}_developer", table, ["developer_id", "created_at"])
    # Deliveries are claimed a channel at a time, so that none waits for another.
    op.drop_index(f"ix_{table}_urgency", table)
    due = {"channel": ["next_attempt_at"], "urgency": ["trusted", "severity", "next_attempt_at", "id"]}
    for name, columns in due.items():
        _partial(f"ix_{table}_{name}", table, ["channel", *columns], "next_attempt_at IS NOT NULL")


def _episodes() -> None:
    table = "error_episodes"
    for name in ("deadline", "escalated_at", "acknowledged_until", "reassign_at"):
        op.add_column(table, sa.Column(name, _MOMENT))
    op.add_column(table, sa.Column("chain", _TEXT))
    op.execute("UPDATE error_episodes SET deadline = escalates_at WHERE closed_at IS NULL")
    _partial(f"ix_{table}_reassign_at", table, ["reassign_at"], _OPEN)


def _on_call() -> None:
    _table(
        "on_call_rotations",
        _text("name"),
        _text("services"),
        _text("time_zone"),
        _text("hand_over_time"),
        sa.Column("hand_over_weekday", sa.SmallInteger(), nullable=False),
        sa.Column("weeks", sa.SmallInteger(), nullable=False),
        _text("starts_on"),
        _text("members"),
        _moment("created_at"),
        sa.Column("removed_at", _MOMENT),
    )
    _table(
        "on_call_overrides",
        sa.Column("rotation_id", _ID, nullable=False),
        sa.Column("developer_id", _ID, nullable=False),
        _moment("starts_at"),
        _moment("ends_at"),
        _text("created_by"),
        _moment("created_at"),
    )
    op.create_index("ix_on_call_overrides_rotation_id", "on_call_overrides", ["rotation_id", "ends_at"])
    _table(
        "time_off",
        sa.Column("developer_id", _ID, nullable=False),
        _moment("starts_at"),
        _moment("ends_at"),
        sa.Column("reason", _TEXT),
        _moment("created_at"),
    )
    op.create_index("ix_time_off_ends_at", "time_off", ["ends_at"])


def _policies() -> None:
    _table(
        "escalation_chains",
        sa.Column("service", _TEXT),
        sa.Column("developer_id", _ID),
        _text("steps"),
        _moment("updated_at"),
    )
    for name in ("service", "developer_id"):
        _partial(f"uq_escalation_chains_{name}", "escalation_chains", [name], f"{name} IS NOT NULL", unique=True)
    _table(
        "silences",
        sa.Column("service", _TEXT),
        sa.Column("pattern_id", _ID),
        sa.Column("severity", sa.SmallInteger()),
        _text("reason"),
        _text("created_by"),
        _moment("created_at"),
        _moment("starts_at"),
        _moment("ends_at"),
        sa.Column("aftermath", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_silences_ends_at", "silences", ["ends_at"])
    op.create_table(
        "acknowledge_links",
        sa.Column("digest", _BYTES, nullable=False),
        sa.Column("notification_id", _ID, nullable=False),
        sa.Column("episode_id", _ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        _text("recipient"),
        _moment("expires_at"),
        sa.Column("used_at", _MOMENT),
        sa.PrimaryKeyConstraint("digest", name="pk_acknowledge_links"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_acknowledge_links_expires_at", "acknowledge_links", ["expires_at"])


def _webhook_endpoints() -> None:
    _table(
        "webhook_endpoints",
        _text("name"),
        _text("url"),
        _text("template"),
        _text("secret"),
        sa.Column("previous_secret", _TEXT),
        sa.Column("previous_until", _MOMENT),
        _text("services"),
        sa.Column("min_severity", sa.SmallInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("inactive_because", _TEXT),
        _moment("created_at"),
        sa.Column("removed_at", _MOMENT),
    )


def _jobs() -> None:
    # Nothing wrote to it before.
    op.drop_table("job_runs")
    _table(
        "job_runs",
        _text("job"),
        sa.Column("slot", _TEXT),
        _text("worker"),
        _moment("started_at"),
        _moment("seen_at"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("outcome", _TEXT),
        sa.Column("detail", _TEXT),
    )
    op.create_index("ix_job_runs_job_started_at", "job_runs", ["job", "started_at"])
    op.create_index("uq_job_runs_job_slot", "job_runs", ["job", "slot"], unique=True)
    _partial("ix_job_runs_running", "job_runs", ["seen_at"], "ended_at IS NULL")


def _watching() -> None:
    op.create_table(
        "threshold_states",
        _text("service"),
        _text("rule"),
        _moment("crossed_at"),
        sa.Column("below_since", _MOMENT),
        sa.Column("episode_id", _ID),
        sa.PrimaryKeyConstraint("service", "rule", name="pk_threshold_states"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "new_pattern_counters",
        _text("service"),
        _moment("starts_at"),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("service", "starts_at", "trusted", name="pk_new_pattern_counters"),
        sqlite_with_rowid=False,
    )
    # What retention looks for.
    op.create_index("ix_decision_counters_starts_at", "decision_counters", ["starts_at"])
    for name in ("backed_up_at", "restored_at"):
        op.add_column("installation", sa.Column(name, _MOMENT))


def _table(name: str, *columns: "sa.Column[Any]") -> None:
    key = sa.Column("id", _ID, nullable=False)
    op.create_table(name, key, *columns, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def _text(name: str) -> "sa.Column[Any]":
    return sa.Column(name, _TEXT, nullable=False)


def _moment(name: str) -> "sa.Column[Any]":
    return sa.Column(name, _MOMENT, nullable=False)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
