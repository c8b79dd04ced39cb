"""Which people a pattern has met, in SQL."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection

from adapters.outbound.sql.dialects import Upsert
from adapters.outbound.sql.rows import write
from adapters.outbound.sql.tables import PATTERN_USERS

_ADD = Upsert(
    lambda insert: (
        insert(PATTERN_USERS)
        .on_conflict_do_nothing(index_elements=["pattern_id", "user_digest"])
        .returning(PATTERN_USERS.c.pattern_id)
    )
)


class SqlPatternUserRepository:
    """`PatternUserRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, users: Iterable[tuple[UUID, bytes]]) -> Mapping[UUID, int]:
        """See the port."""
        rows = [{"pattern_id": pattern_id, "user_digest": digest} for pattern_id, digest in sorted(set(users))]
        added = write(self._connection, _ADD.on(self._connection), rows)
        return {} if added is None else Counter(added.scalars())
