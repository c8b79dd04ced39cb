"""Who is asked first, and when."""

from sqlalchemy import Column, Index, SmallInteger, Table

from adapters.outbound.sql.column_types import ID, JSON_TEXT, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA

ON_CALL_ROTATIONS = Table(
    "on_call_rotations",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("services", JSON_TEXT, nullable=False),
    Column("time_zone", TEXT, nullable=False),
    Column("hand_over_time", TEXT, nullable=False),
    Column("hand_over_weekday", SmallInteger, nullable=False),
    Column("weeks", SmallInteger, nullable=False),
    Column("starts_on", TEXT, nullable=False),
    Column("members", JSON_TEXT, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("removed_at", MOMENT),
)
"""`hand_over_time` is "HH:MM", `starts_on` a date, both local; `hand_over_weekday` is 1 for Monday (ISO 8601)."""

ON_CALL_OVERRIDES = Table(
    "on_call_overrides",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("rotation_id", ID, nullable=False),
    Column("developer_id", ID, nullable=False),
    Column("starts_at", MOMENT, nullable=False),
    Column("ends_at", MOMENT, nullable=False),
    Column("created_by", TEXT, nullable=False),
    Column("created_at", MOMENT, nullable=False),
)

Index("ix_on_call_overrides_rotation_id", ON_CALL_OVERRIDES.c.rotation_id, ON_CALL_OVERRIDES.c.ends_at)

TIME_OFF = Table(
    "time_off",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("developer_id", ID, nullable=False),
    Column("starts_at", MOMENT, nullable=False),
    Column("ends_at", MOMENT, nullable=False),
    Column("reason", TEXT),
    Column("created_at", MOMENT, nullable=False),
)

Index("ix_time_off_ends_at", TIME_OFF.c.ends_at)
