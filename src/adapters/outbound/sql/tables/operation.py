"""What the installation knows of itself."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table

from adapters.outbound.sql.column_types import DIGEST, ID, JSON_TEXT, MOMENT, SERIAL, TEXT
from adapters.outbound.sql.tables.schema import METADATA, partial_index

JOB_RUNS = Table(
    "job_runs",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("job", TEXT, nullable=False),
    Column("slot", TEXT),
    Column("worker", TEXT, nullable=False),
    Column("started_at", MOMENT, nullable=False),
    Column("seen_at", MOMENT, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ended_at", MOMENT),
    Column("outcome", TEXT),
    Column("detail", JSON_TEXT),
)
"""`slot` is the moment of the schedule that the run is for, None where somebody started it by hand; `seen_at` is when
its worker last said that it is at work.
"""

Index("ix_job_runs_job_started_at", JOB_RUNS.c.job, JOB_RUNS.c.started_at)
Index("uq_job_runs_job_slot", JOB_RUNS.c.job, JOB_RUNS.c.slot, unique=True)
partial_index("ix_job_runs_running", JOB_RUNS.c.seen_at, where=JOB_RUNS.c.ended_at.is_(None))

AUDIT_LOG = Table(
    "audit_log",
    METADATA,
    Column("id", SERIAL, primary_key=True),
    Column("at", MOMENT, nullable=False),
    Column("actor", TEXT, nullable=False),
    Column("action", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("detail", JSON_TEXT, nullable=False),
    Column("hash", DIGEST, nullable=False),
)
"""Each hash is of its entry and of the hash before it."""

Index("ix_audit_log_at", AUDIT_LOG.c.at)

INSTALLATION = Table(
    "installation",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("secret", DIGEST, nullable=False),
    Column("generation", BigInteger, nullable=False, server_default="0"),
    Column("audit_hash", DIGEST),
    Column("backed_up_at", MOMENT),
    Column("restored_at", MOMENT),
    Column("made_at", MOMENT),
)
"""One row, made by the first migrate. `generation` rises with every change that staff or triage make, `audit_hash` is
that of the last entry of the audit log. `made_at` is None where that was before it was kept.
"""

IDEMPOTENCY_KEYS = Table(
    "idempotency_keys",
    METADATA,
    Column("key", DIGEST, primary_key=True),
    Column("body_digest", DIGEST, nullable=False),
    Column("claimed_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("status", Integer),
    Column("answer", TEXT),
    sqlite_with_rowid=False,
)
"""`key` is the digest of who asked for what under which key; `status` and `answer` are None until it is done."""

Index("ix_idempotency_keys_expires_at", IDEMPOTENCY_KEYS.c.expires_at)
