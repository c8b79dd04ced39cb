"""Which people a pattern has met, in SQL."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.tables import PATTERN_USERS

_ADD = BulkInsert(PATTERN_USERS, "ON CONFLICT (pattern_id, user_digest) DO NOTHING RETURNING pattern_id")


class SqlPatternUserRepository:
    """`PatternUserRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, users: Iterable[tuple[UUID, bytes]]) -> Mapping[UUID, int]:
        """See the port."""
        rows = [{"pattern_id": pattern_id, "user_digest": digest} for pattern_id, digest in sorted(set(users))]
        return Counter(_ADD.returning(self._connection, rows, "pattern_id"))
