"""Developers, services and what they prove themselves by."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)

from adapters.outbound.sql.column_types import DIGEST, ID, JSON_TEXT, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA, partial_index

DEVELOPER_ASSIGNMENTS = Table(
    "developer_assignments",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("email", TEXT),
    Column("services", JSON_TEXT, nullable=False),
    Column("min_severity", SmallInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("on_call", Boolean, nullable=False),
    Column("last_assigned_at", MOMENT),
    Column("created_at", MOMENT, nullable=False),
    Column("on_call_from", MOMENT),
    Column("on_call_until", MOMENT),
    Column("removed_at", MOMENT),
    Column("phone", TEXT),
    Column("slack_id", TEXT),
    Column("time_zone", TEXT),
    Column("preferences", JSON_TEXT),
    UniqueConstraint("email"),
)
"""The developers with their expertise; the table has the document's name."""

SERVICES = Table(
    "services",
    METADATA,
    Column("name", TEXT, primary_key=True),
    Column("key_mode", TEXT, nullable=False),
    Column("first_seen", MOMENT, nullable=False),
    Column("keyless_posts", BigInteger, nullable=False),
    Column("last_keyless_at", MOMENT),
)

ASKS_FOR_KEYS = text("key_mode <> 'off'")
"""Literal, since neither database matches parameters with a partial index."""

partial_index("ix_services_with_keys", SERVICES.c.name, where=ASKS_FOR_KEYS)

RELEASES = Table(
    "releases",
    METADATA,
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("release", TEXT, nullable=False),
    Column("first_seen", MOMENT, nullable=False),
    PrimaryKeyConstraint("service", "environment", "release"),
    sqlite_with_rowid=False,
)

API_TOKENS = Table(
    "api_tokens",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("scope", TEXT, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT),
    Column("revoked_at", MOMENT),
    Column("last_used_at", MOMENT),
    UniqueConstraint("digest"),
)

INGEST_KEYS = Table(
    "ingest_keys",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("service", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("revoked_at", MOMENT),
    Column("last_used_at", MOMENT),
    UniqueConstraint("digest"),
)

Index("ix_ingest_keys_service", INGEST_KEYS.c.service)
