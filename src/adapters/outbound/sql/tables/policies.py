"""What staff decided about who is told."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, PrimaryKeyConstraint, SmallInteger, Table, true

from adapters.outbound.sql.column_types import DIGEST, ID, JSON_TEXT, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA, partial_index

ESCALATION_CHAINS = Table(
    "escalation_chains",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("service", TEXT),
    Column("developer_id", ID),
    Column("steps", JSON_TEXT, nullable=False),
    Column("updated_at", MOMENT, nullable=False),
)
"""Of a service ("*" for every one) or of a developer."""

for _name in ("service", "developer_id"):
    _column = ESCALATION_CHAINS.c[_name]
    partial_index(f"uq_escalation_chains_{_name}", _column, where=_column.is_not(None), unique=True)

SILENCES = Table(
    "silences",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("service", TEXT),
    Column("pattern_id", ID),
    Column("severity", SmallInteger),
    Column("reason", TEXT, nullable=False),
    Column("created_by", TEXT, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("starts_at", MOMENT, nullable=False),
    Column("ends_at", MOMENT, nullable=False),
    Column("aftermath", Boolean, nullable=False),
)
"""What is None matches all; `severity` is the worst that is silenced. `aftermath` says whether what it silenced and is
still open was looked at again after its end.
"""

Index("ix_silences_ends_at", SILENCES.c.ends_at)

ACKNOWLEDGE_LINKS = Table(
    "acknowledge_links",
    METADATA,
    Column("digest", DIGEST, primary_key=True),
    Column("notification_id", ID, nullable=False),
    Column("episode_id", ID, nullable=False),
    Column("level", Integer, nullable=False),
    Column("recipient", TEXT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("used_at", MOMENT),
    Column("severity", SmallInteger),
    sqlite_with_rowid=False,
)

Index("ix_acknowledge_links_expires_at", ACKNOWLEDGE_LINKS.c.expires_at)

WEBHOOK_ENDPOINTS = Table(
    "webhook_endpoints",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("url", TEXT, nullable=False),
    Column("template", JSON_TEXT, nullable=False),
    Column("secret", TEXT, nullable=False),
    Column("previous_secret", TEXT),
    Column("previous_until", MOMENT),
    Column("services", JSON_TEXT, nullable=False),
    Column("min_severity", SmallInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("inactive_because", TEXT),
    Column("created_at", MOMENT, nullable=False),
    Column("removed_at", MOMENT),
)

THRESHOLD_STATES = Table(
    "threshold_states",
    METADATA,
    Column("service", TEXT, nullable=False),
    Column("rule", TEXT, nullable=False),
    Column("crossed_at", MOMENT, nullable=False),
    Column("below_since", MOMENT),
    Column("episode_id", ID),
    Column("trusted", Boolean, nullable=False, server_default=true()),
    PrimaryKeyConstraint("service", "rule"),
    sqlite_with_rowid=False,
)
"""Thresholds that are crossed at present; what is not in it is not."""

NEW_PATTERN_COUNTERS = Table(
    "new_pattern_counters",
    METADATA,
    Column("service", TEXT, nullable=False),
    Column("starts_at", MOMENT, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("count", BigInteger, nullable=False),
    PrimaryKeyConstraint("service", "starts_at", "trusted"),
    sqlite_with_rowid=False,
)
"""How many patterns of a service began in the hour that began at `starts_at`."""
