"""What went on of late, in SQL."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.operation_reader import first_id
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_PATTERNS, HOUR_COUNTERS
from application.ports.activity_reader import SeenEpisode
from domain.episode import EpisodeEnd

_EPISODE, _PATTERN, _COUNTER = ERROR_EPISODES.c, ERROR_PATTERNS.c, HOUR_COUNTERS.c
_BUSY = (
    select(_COUNTER.pattern_id, func.sum(_COUNTER.count))
    .where(_COUNTER.starts_at >= bindparam("since"))
    .group_by(_COUNTER.pattern_id)
)
_MERGED = select(_PATTERN.id, _PATTERN.merged_into).where(_PATTERN.merged_into.is_not(None))
_SEEN = (
    select(ERROR_EPISODES, _PATTERN.error_type, _PATTERN.title)
    .join_from(ERROR_EPISODES, ERROR_PATTERNS, _EPISODE.pattern_id == _PATTERN.id)
    .order_by(_EPISODE.severity.desc(), _EPISODE.id.desc())
)
_IS_OPEN = _EPISODE.closed_at.is_(None)
_AT_MOST = _SEEN.limit(bindparam("most"))
# Ids begin with their time, so that what was opened of late is the end of the primary key.
_OPENED = _AT_MOST.where(_EPISODE.id >= bindparam("first_id"))
_RESOLVED = _AT_MOST.where(_EPISODE.closed_at >= bindparam("since"), _EPISODE.closed_as == EpisodeEnd.RESOLVED.value)
_OVERDUE = _AT_MOST.where(_IS_OPEN, _EPISODE.deadline <= bindparam("now"))
_OWNED = _AT_MOST.where(_IS_OPEN, _EPISODE.owner_id == bindparam("owner"))
_OPEN_OF = _SEEN.where(_IS_OPEN, _EPISODE.pattern_id.in_(any_of("patterns")))


class SqlActivityReader:
    """`ActivityReader`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def busy_patterns(self, since: datetime, *, at_least: int) -> Sequence[UUID]:
        """See the port."""
        merged = {row.id: row.merged_into for row in self._connection.execute(_MERGED)}
        totals: Counter[UUID] = Counter()
        for pattern_id, count in self._connection.execute(_BUSY, {"since": since}):
            totals[merged.get(pattern_id) or pattern_id] += int(count)
        return sorted(pattern_id for pattern_id, count in totals.items() if count >= at_least)

    def opened(self, since: datetime, *, limit: int) -> Sequence[SeenEpisode]:
        """See the port."""
        return self._seen(_OPENED, first_id=first_id(since), most=limit)

    def resolved(self, since: datetime, *, limit: int) -> Sequence[SeenEpisode]:
        """See the port."""
        return self._seen(_RESOLVED, since=since, most=limit)

    def overdue(self, now: datetime, *, limit: int) -> Sequence[SeenEpisode]:
        """See the port."""
        return self._seen(_OVERDUE, now=now, most=limit)

    def owned(self, owner_id: UUID, *, limit: int) -> Sequence[SeenEpisode]:
        """See the port."""
        return self._seen(_OWNED, owner=owner_id, most=limit)

    def open_of(self, pattern_ids: Sequence[UUID]) -> Sequence[SeenEpisode]:
        """See the port."""
        return self._seen(_OPEN_OF, patterns=padded(pattern_ids)) if pattern_ids else []

    def _seen(self, statement: Any, **values: object) -> Sequence[SeenEpisode]:
        rows = self._connection.execute(statement, values)
        return [SeenEpisode(episode_from_row(row), row.error_type, row.title) for row in rows]
