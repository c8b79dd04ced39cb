"""The outbox, and the record of every attempt."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, SmallInteger, Table, and_

from adapters.outbound.sql.column_types import ID, JSON_TEXT, MOMENT, TEXT
from adapters.outbound.sql.tables.schema import METADATA, partial_index

ERROR_NOTIFICATIONS = Table(
    "error_notifications",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("episode_id", ID, nullable=False),
    Column("pattern_id", ID, nullable=False),
    Column("error_id", ID, nullable=False),
    Column("developer_id", ID),
    Column("channel", TEXT, nullable=False),
    Column("recipient", TEXT, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("next_attempt_at", MOMENT),
    Column("trusted", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("unreachable", Integer, nullable=False),
    Column("lease_owner", TEXT),
    Column("lease_until", MOMENT),
    Column("accepted_at", MOMENT),
    Column("delivered_at", MOMENT),
    Column("read_at", MOMENT),
    Column("last_answer", TEXT),
    Column("death_reason", TEXT),
    Column("sent_from", MOMENT),
    Column("kind", TEXT, nullable=False, server_default="notice"),
    Column("level", Integer, nullable=False, server_default="0"),
    Column("repeats", Integer, nullable=False, server_default="0"),
    Column("provider_id", TEXT),
    Column("poll_at", MOMENT),
    Column("further_at", MOMENT),
    Column("digest_id", ID),
    Column("frozen_at", MOMENT),
    Column("body", JSON_TEXT),
)

partial_index(
    "ix_error_notifications_next_attempt_at",
    ERROR_NOTIFICATIONS.c.next_attempt_at,
    where=ERROR_NOTIFICATIONS.c.next_attempt_at.is_not(None),
)
partial_index(
    "ix_error_notifications_channel",
    ERROR_NOTIFICATIONS.c.channel,
    ERROR_NOTIFICATIONS.c.next_attempt_at,
    where=ERROR_NOTIFICATIONS.c.next_attempt_at.is_not(None),
)
# In the order in which deliveries are claimed.
partial_index(
    "ix_error_notifications_urgency",
    ERROR_NOTIFICATIONS.c.channel,
    ERROR_NOTIFICATIONS.c.trusted,
    ERROR_NOTIFICATIONS.c.severity,
    ERROR_NOTIFICATIONS.c.next_attempt_at,
    ERROR_NOTIFICATIONS.c.id,
    where=ERROR_NOTIFICATIONS.c.next_attempt_at.is_not(None),
)
partial_index("ix_error_notifications_untrusted", ERROR_NOTIFICATIONS.c.sent_from, where=~ERROR_NOTIFICATIONS.c.trusted)
Index("ix_error_notifications_episode_id", ERROR_NOTIFICATIONS.c.episode_id)

for _name in ("poll_at", "further_at"):
    _column = ERROR_NOTIFICATIONS.c[_name]
    partial_index(f"ix_error_notifications_{_name}", _column, where=_column.is_not(None))
partial_index(
    "ix_error_notifications_digest_id",
    ERROR_NOTIFICATIONS.c.digest_id,
    ERROR_NOTIFICATIONS.c.episode_id,
    where=ERROR_NOTIFICATIONS.c.digest_id.is_not(None),
)
partial_index(
    "ix_error_notifications_open_digests",
    ERROR_NOTIFICATIONS.c.channel,
    ERROR_NOTIFICATIONS.c.recipient,
    where=and_(ERROR_NOTIFICATIONS.c.kind == "digest", ERROR_NOTIFICATIONS.c.frozen_at.is_(None)),
)
# What a receiver was sent of late: as many rows as the rate allows, however much was held back.
partial_index(
    "ix_error_notifications_sent",
    ERROR_NOTIFICATIONS.c.channel,
    ERROR_NOTIFICATIONS.c.recipient,
    ERROR_NOTIFICATIONS.c.sent_from,
    where=ERROR_NOTIFICATIONS.c.sent_from.is_not(None),
)
Index(
    "ix_error_notifications_recipient",
    ERROR_NOTIFICATIONS.c.channel,
    ERROR_NOTIFICATIONS.c.recipient,
    ERROR_NOTIFICATIONS.c.created_at,
)
Index("ix_error_notifications_developer", ERROR_NOTIFICATIONS.c.developer_id, ERROR_NOTIFICATIONS.c.created_at)

NOTIFICATION_ATTEMPTS = Table(
    "notification_attempts",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("notification_id", ID, ForeignKey("error_notifications.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("worker", TEXT, nullable=False),
    Column("started_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Column("outcome", TEXT),
    Column("answer", TEXT),
)

Index("ix_notification_attempts_notification_id", NOTIFICATION_ATTEMPTS.c.notification_id)
