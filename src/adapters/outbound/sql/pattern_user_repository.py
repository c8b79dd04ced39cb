"""Which people a pattern has met, in SQL."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection, func, select

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import PATTERN_USERS

# Whom a merged pattern met is known to the one that stands for it, without a row of its own: so the two can be told
# apart again, and a merge writes none. The condition is looked up for new rows alone.
_MET_BY_A_MEMBER = """
    SELECT 1 FROM error_patterns AS member JOIN pattern_users AS met ON met.pattern_id = member.id
    WHERE member.merged_into = pattern_users.pattern_id AND met.user_digest = pattern_users.user_digest
"""
_ADD = BulkInsert(
    PATTERN_USERS,
    "ON CONFLICT (pattern_id, user_digest) DO NOTHING "
    f"RETURNING CASE WHEN EXISTS ({_MET_BY_A_MEMBER}) THEN NULL ELSE pattern_id END",
)
_COUNT = select(func.count(PATTERN_USERS.c.user_digest.distinct())).where(
    PATTERN_USERS.c.pattern_id.in_(any_of("pattern_ids"))
)


class SqlPatternUserRepository:
    """`PatternUserRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, users: Iterable[tuple[UUID, bytes]]) -> Mapping[UUID, int]:
        """See the port."""
        rows = [{"pattern_id": pattern_id, "user_digest": digest} for pattern_id, digest in sorted(set(users))]
        added = _ADD.returning(self._connection, rows, "pattern_id")
        return Counter(pattern_id for pattern_id in added if pattern_id is not None)

    def count(self, pattern_ids: Iterable[UUID]) -> int:
        """See the port."""
        return int(self._connection.execute(_COUNT, {"pattern_ids": padded(pattern_ids)}).scalar_one())
