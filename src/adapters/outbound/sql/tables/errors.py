"""Errors, and the event ids by which repeats of them are recognised."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, SmallInteger, Table, text

from adapters.outbound.sql.column_types import DIGEST, ID, JSON_TEXT, LONG_TEXT, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA, partial_index

# Kilobytes stand last: SQLite reads a row from its start, and what is filtered and sorted by is in its first page.
ERROR_LOGS = Table(
    "error_logs",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("pattern_id", ID, nullable=False),
    Column("episode_id", ID),
    Column("assigned_to", ID),
    Column("status", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    Column("occurred_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("resolved_at", MOMENT),
    Column("deleted_at", MOMENT),
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("error_type", TEXT, nullable=False),
    Column("release", TEXT),
    Column("endpoint", TEXT),
    Column("status_code", Integer),
    Column("user_id", TEXT),
    Column("session_id", TEXT),
    Column("event_id", ID),
    Column("sender_occurred_at", MOMENT),
    Column("sent_at", MOMENT),
    Column("sender_fingerprint", TEXT),
    Column("url", TEXT),
    Column("user_agent", TEXT),
    Column("marks", JSON_TEXT),
    Column("message", TEXT, nullable=False),
    Column("stack_trace", LONG_TEXT),
    Column("context", LONG_TEXT, nullable=False),
    Column("placement", TEXT),
)

ERROR_IS_OPEN = text("status IN ('open', 'assigned') AND deleted_at IS NULL")
"""`ErrorLog.counts_as_open`; literal, since neither database matches parameters with a partial index."""

ERROR_IS_ALIVE = text("deleted_at IS NULL")
ERROR_IS_OWNED = text("assigned_to IS NOT NULL AND deleted_at IS NULL")

_WHAT_CHANGES = [ERROR_LOGS.c.status, ERROR_LOGS.c.severity]
"""Carried by PostgreSQL's indexes, so that asking for them beside something else reads no rows."""

# The document's five (ADR 0005): each ends with the id, which begins with the time of receipt, so that any of them
# gives its errors newest first; the index of the primary key is the one by time alone. What is deleted is in none.
partial_index(
    "ix_error_logs_service_severity",
    ERROR_LOGS.c.service,
    ERROR_LOGS.c.severity,
    ERROR_LOGS.c.id,
    where=ERROR_IS_ALIVE,
    carrying=[ERROR_LOGS.c.status],
)
partial_index(
    "ix_error_logs_error_type_service",
    ERROR_LOGS.c.error_type,
    ERROR_LOGS.c.service,
    ERROR_LOGS.c.id,
    where=ERROR_IS_ALIVE,
    carrying=_WHAT_CHANGES,
)
partial_index(
    "ix_error_logs_assigned_to",
    ERROR_LOGS.c.assigned_to,
    ERROR_LOGS.c.id,
    where=ERROR_IS_OWNED,
    carrying=_WHAT_CHANGES,
)
partial_index(
    "ix_error_logs_status",
    ERROR_LOGS.c.status,
    ERROR_LOGS.c.id,
    where=ERROR_IS_ALIVE,
    carrying=[ERROR_LOGS.c.severity],
)

partial_index(
    "ix_error_logs_open_severity",
    ERROR_LOGS.c.severity,
    ERROR_LOGS.c.id,
    where=ERROR_IS_OPEN,
    carrying=[ERROR_LOGS.c.status],
)

# An episode's deadline; the owner stands last for those that still wait to be given one.
partial_index(
    "ix_error_logs_open_of_episode",
    ERROR_LOGS.c.episode_id,
    ERROR_LOGS.c.severity,
    ERROR_LOGS.c.received_at,
    ERROR_LOGS.c.assigned_to,
    where=ERROR_IS_OPEN,
)
Index("ix_error_logs_expires_at", ERROR_LOGS.c.expires_at)
partial_index(
    "ix_error_logs_pattern_id",
    ERROR_LOGS.c.pattern_id,
    ERROR_LOGS.c.id,
    where=ERROR_IS_ALIVE,
    carrying=_WHAT_CHANGES,
)

# PostgreSQL's inverted index has no order, and these lead in its place; SQLite's has.
LEAD_ON_POSTGRESQL = ("environment", "endpoint", "release", "user_id")
for _name in LEAD_ON_POSTGRESQL:
    Index(
        f"ix_error_logs_{_name}",
        ERROR_LOGS.c[_name],
        ERROR_LOGS.c.id,
        postgresql_where=text(f"{_name} IS NOT NULL AND deleted_at IS NULL"),
        postgresql_include=_WHAT_CHANGES,
    ).ddl_if(dialect="postgresql")

# Few: what was given to somebody by hand keeps that owner when its episode gets another.
ERROR_OVERRIDES = Table(
    "error_overrides",
    METADATA,
    Column("error_id", ID, ForeignKey("error_logs.id", ondelete="CASCADE"), primary_key=True),
)

EVENT_KEYS = Table(
    "event_keys",
    METADATA,
    Column("service", TEXT, nullable=False),
    Column("event_id", ID, nullable=False),
    Column("error_id", ID, nullable=False),
    Column("body_digest", DIGEST, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    PrimaryKeyConstraint("service", "event_id"),
    sqlite_with_rowid=False,
)

Index("ix_event_keys_expires_at", EVENT_KEYS.c.expires_at)
