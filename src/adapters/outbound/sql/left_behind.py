"""What lies with removed developers, in SQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.tables import (
    DEVELOPER_ASSIGNMENTS,
    ERROR_EPISODES,
    ERROR_IS_OPEN,
    ERROR_LOGS,
    ERROR_OVERRIDES,
)
from domain.episode import Episode

_EPISODE, _ERROR = ERROR_EPISODES.c, ERROR_LOGS.c
_REMOVED = select(DEVELOPER_ASSIGNMENTS.c.id).where(DEVELOPER_ASSIGNMENTS.c.removed_at.is_not(None))
_EPISODES = (
    select(ERROR_EPISODES)
    .where(_EPISODE.closed_at.is_(None), _EPISODE.owner_id.in_(_REMOVED))
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True, of=ERROR_EPISODES)
)
# Few errors are owned by hand, and so they are found first: by episode a person may own millions. A subquery, since
# SQLite would else go through all open errors and look up each in it.
_BY_HAND = (
    select(_ERROR.id, _ERROR.episode_id, _ERROR.assigned_to)
    .where(_ERROR.id.in_(select(ERROR_OVERRIDES.c.error_id)), _ERROR.episode_id.is_not(None), ERROR_IS_OPEN)
    .cte("by_hand")
    .prefix_with("MATERIALIZED")
)
# In order, so that whoever asks again for more sees the same ones first.
_OVERRIDES = (
    select(_BY_HAND.c.id, _BY_HAND.c.episode_id)
    .where(_BY_HAND.c.assigned_to.in_(_REMOVED))
    .order_by(_BY_HAND.c.id)
    .limit(bindparam("count"))
)


class SqlLeftBehind:
    """`LeftBehind`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim_episodes(self, limit: int) -> Sequence[Episode]:
        """See the port."""
        return [episode_from_row(row) for row in self._connection.execute(_EPISODES, {"count": limit})]

    def overrides(self, limit: int) -> Sequence[tuple[UUID, UUID]]:
        """See the port."""
        return [(row.id, row.episode_id) for row in self._connection.execute(_OVERRIDES, {"count": limit})]
