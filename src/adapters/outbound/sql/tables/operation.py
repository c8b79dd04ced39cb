"""What the installation knows of itself."""

from sqlalchemy import Column, Index, Integer, Table

from adapters.outbound.sql.column_types import DIGEST, ID, JSON_TEXT, MOMENT, SERIAL, TEXT
from adapters.outbound.sql.tables.schema import METADATA

JOB_RUNS = Table(
    "job_runs",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("job", TEXT, nullable=False),
    Column("worker", TEXT, nullable=False),
    Column("started_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Column("outcome", TEXT),
    Column("detail", JSON_TEXT),
)

Index("ix_job_runs_job_started_at", JOB_RUNS.c.job, JOB_RUNS.c.started_at)

AUDIT_LOG = Table(
    "audit_log",
    METADATA,
    Column("id", SERIAL, primary_key=True),
    Column("at", MOMENT, nullable=False),
    Column("actor", TEXT, nullable=False),
    Column("action", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("detail", JSON_TEXT),
)

Index("ix_audit_log_at", AUDIT_LOG.c.at)

INSTALLATION = Table(
    "installation",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("secret", DIGEST, nullable=False),
)
"""One row, made by the first migrate."""
