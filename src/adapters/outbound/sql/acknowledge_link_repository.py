"""One-time links that acknowledge, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from adapters.outbound.sql.dialects import Upsert
from adapters.outbound.sql.tables import ACKNOWLEDGE_LINKS
from domain.acknowledge_link import AcknowledgeLink
from domain.severity import Severity

_LINK = ACKNOWLEDGE_LINKS.c
_ADD = Upsert(lambda insert: insert(ACKNOWLEDGE_LINKS).on_conflict_do_nothing(index_elements=["digest"]))
_FIND = select(ACKNOWLEDGE_LINKS).where(_LINK.digest == bindparam("key"))
_USE = update(ACKNOWLEDGE_LINKS).where(_LINK.digest == bindparam("key")).values(used_at=bindparam("at"))
_EXPIRED = select(_LINK.digest).where(_LINK.expires_at < bindparam("before")).limit(bindparam("count"))
_REMOVE_EXPIRED = delete(ACKNOWLEDGE_LINKS).where(_LINK.digest.in_(_EXPIRED.scalar_subquery()))


class SqlAcknowledgeLinkRepository:
    """`AcknowledgeLinkRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: AcknowledgeLink) -> None:
        """See the port."""
        self._connection.execute(_ADD.on(self._connection), _to_row(link))

    def find(self, digest: bytes) -> AcknowledgeLink | None:
        """See the port."""
        row = self._connection.execute(_FIND, {"key": digest}).one_or_none()
        return None if row is None else _from_row(row)

    def mark_used(self, digest: bytes, *, at: datetime) -> None:
        """See the port."""
        self._connection.execute(_USE, {"key": digest, "at": at})

    def remove_expired(self, *, before: datetime, limit: int) -> int:
        """See the port."""
        return self._connection.execute(_REMOVE_EXPIRED, {"before": before, "count": limit}).rowcount


def _to_row(link: AcknowledgeLink) -> dict[str, Any]:
    return {
        "digest": link.digest,
        "notification_id": link.notification_id,
        "episode_id": link.episode_id,
        "level": link.level,
        "recipient": link.recipient,
        "expires_at": link.expires_at,
        "used_at": link.used_at,
        "severity": None if link.severity is None else link.severity.rank,
    }


def _from_row(row: Row[Any]) -> AcknowledgeLink:
    return AcknowledgeLink(
        digest=bytes(row.digest),
        notification_id=row.notification_id,
        episode_id=row.episode_id,
        level=row.level,
        recipient=row.recipient,
        expires_at=row.expires_at,
        used_at=row.used_at,
        severity=None if row.severity is None else Severity.from_rank(row.severity),
    )
