"""What explaining an error needs, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import DEVELOPER_ASSIGNMENTS, ERROR_EPISODES, HOUR_COUNTERS
from application.ports.explanation_reader import HourCount

_EPISODE, _COUNTER, _DEVELOPER = ERROR_EPISODES.c, HOUR_COUNTERS.c, DEVELOPER_ASSIGNMENTS.c
_MERGED_INTO = (
    select(_EPISODE.id)
    .where(_EPISODE.pattern_id == bindparam("pattern"), _EPISODE.merged_into == bindparam("episode"))
    .order_by(_EPISODE.id)
)
_ARRIVALS = (
    select(_COUNTER.starts_at, func.sum(_COUNTER.count).label("arrived"))
    .where(_COUNTER.pattern_id.in_(any_of("patterns")), _COUNTER.starts_at >= bindparam("since"))
    .group_by(_COUNTER.starts_at)
    .order_by(_COUNTER.starts_at.desc())
    .limit(bindparam("most"))
)
_NAMES = select(_DEVELOPER.id, _DEVELOPER.name).where(_DEVELOPER.id.in_(any_of("ids")))


class SqlExplanationReader:
    """`ExplanationReader`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def merged_into(self, episode_id: UUID, pattern_id: UUID) -> Sequence[UUID]:
        """See the port."""
        return self._connection.execute(_MERGED_INTO, {"episode": episode_id, "pattern": pattern_id}).scalars().all()

    def arrivals(self, pattern_ids: Sequence[UUID], since: datetime, *, limit: int) -> Sequence[HourCount]:
        """See the port."""
        wanted = {"patterns": padded(pattern_ids), "since": since, "most": limit}
        rows = self._connection.execute(_ARRIVALS, wanted).all()
        return [HourCount(row.starts_at, int(row.arrived)) for row in reversed(rows)]

    def names(self, developer_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """See the port."""
        wanted = padded(sorted(developer_ids))
        if not wanted:
            return {}
        return {row.id: row.name for row in self._connection.execute(_NAMES, {"ids": wanted})}
