"""Episodes, how they were escalated, and the history of everything."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, SmallInteger, Table

from adapters.outbound.sql.column_types import ID, JSON_TEXT, MOMENT, SERIAL, TEXT
from adapters.outbound.sql.tables.schema import METADATA, partial_index

ERROR_EPISODES = Table(
    "error_episodes",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("pattern_id", ID, nullable=False),
    Column("service", TEXT, nullable=False),
    Column("environment", TEXT, nullable=False),
    Column("opened_at", MOMENT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("opened_because", TEXT, nullable=False),
    Column("first_error_id", ID, nullable=False),
    Column("last_error_id", ID, nullable=False),
    Column("last_error_at", MOMENT, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("closed_at", MOMENT),
    Column("owner_id", ID),
    Column("assigned_at", MOMENT),
    Column("carried", Boolean, nullable=False),
    Column("level", Integer, nullable=False),
    Column("escalates_at", MOMENT),
    Column("triage_reason", TEXT),
    Column("triage_since", MOMENT),
    Column("acknowledged_at", MOMENT),
    Column("slack_thread", TEXT),
    Column("errors", BigInteger, nullable=False),
    Column("open_critical", BigInteger, nullable=False),
    Column("open_high", BigInteger, nullable=False),
    Column("open_medium", BigInteger, nullable=False),
    Column("open_low", BigInteger, nullable=False),
    Column("open_info", BigInteger, nullable=False),
    Column("trusted_severity", SmallInteger),
    Column("triage_trusted", Boolean),
    Column("triage_urgency", SmallInteger),
    Column("closed_as", TEXT),
    Column("merged_into", ID),
    Column("acknowledged_by", TEXT),
    Column("deadline", MOMENT),
    Column("escalated_at", MOMENT),
    Column("acknowledged_until", MOMENT),
    Column("reassign_at", MOMENT),
    Column("chain", JSON_TEXT),
)

_OPEN = ERROR_EPISODES.c.closed_at.is_(None)

partial_index("uq_error_episodes_open_of_pattern", ERROR_EPISODES.c.pattern_id, where=_OPEN, unique=True)
partial_index("ix_error_episodes_open_of_owner", ERROR_EPISODES.c.owner_id, ERROR_EPISODES.c.id, where=_OPEN)
partial_index("ix_error_episodes_escalates_at", ERROR_EPISODES.c.escalates_at, where=_OPEN)
partial_index("ix_error_episodes_reassign_at", ERROR_EPISODES.c.reassign_at, where=_OPEN)
partial_index(
    "ix_error_episodes_triage_urgency",
    ERROR_EPISODES.c.triage_urgency,
    ERROR_EPISODES.c.triage_since,
    ERROR_EPISODES.c.id,
    where=ERROR_EPISODES.c.triage_since.is_not(None),
)
partial_index("ix_error_episodes_uncarried", ERROR_EPISODES.c.id, where=~ERROR_EPISODES.c.carried)
Index("ix_error_episodes_pattern_id", ERROR_EPISODES.c.pattern_id, ERROR_EPISODES.c.id)

ERROR_ESCALATION = Table(
    "error_escalation",
    METADATA,
    Column("id", SERIAL, primary_key=True),
    Column("episode_id", ID, nullable=False),
    Column("level", Integer, nullable=False),
    Column("from_id", ID),
    Column("to_id", ID),
    Column("reason", TEXT, nullable=False),
    Column("at", MOMENT, nullable=False),
)

Index("ix_error_escalation_episode_id", ERROR_ESCALATION.c.episode_id)

HISTORY = Table(
    "history",
    METADATA,
    Column("id", SERIAL, primary_key=True),
    Column("subject_kind", TEXT, nullable=False),
    Column("subject_id", ID, nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("action", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("actor", TEXT, nullable=False),
    Column("before", TEXT),
    Column("after", TEXT),
    Column("inputs", JSON_TEXT, nullable=False),
)

Index("ix_history_subject_id", HISTORY.c.subject_id)
