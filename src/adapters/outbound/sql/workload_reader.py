"""How much lies with whom, in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, case, func, or_, select

from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_IS_OPEN, ERROR_LOGS, ERROR_OVERRIDES
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from domain.workload import GivenByHand, Workload

_EPISODE, _ERROR = ERROR_EPISODES.c, ERROR_LOGS.c
_JOINED = ERROR_EPISODES.alias()
_BY_OWNER = (
    select(
        _EPISODE.owner_id,
        func.count().label("open_episodes"),
        func.min(_EPISODE.opened_at).label("oldest_episode_at"),
        *(func.sum(_EPISODE[f"open_{severity.value}"]).label(severity.value) for severity in Severity),
    )
    .where(_EPISODE.closed_at.is_(None))
    .group_by(_EPISODE.owner_id)
)
_OWNER = case((_EPISODE.merged_into.is_(None), _EPISODE.owner_id), else_=_JOINED.c.owner_id)
# What was given by hand is little, and a subquery, since SQLite would else go through all open errors and look up each
# in it. An episode that was merged speaks through the one it joined.
_GIVEN = (
    select(_ERROR.assigned_to, _OWNER.label("owner_id"), _ERROR.severity, func.count().label("errors"))
    .join_from(ERROR_LOGS, ERROR_EPISODES, _EPISODE.id == _ERROR.episode_id)
    .join(_JOINED, _JOINED.c.id == _EPISODE.merged_into, isouter=True)
    .where(
        _ERROR.id.in_(select(ERROR_OVERRIDES.c.error_id)),
        ERROR_IS_OPEN,
        _ERROR.assigned_to.is_not(None),
        _ERROR.assigned_to.is_distinct_from(_OWNER),
        or_(_EPISODE.closed_at.is_(None), _JOINED.c.id.is_not(None) & _JOINED.c.closed_at.is_(None)),
    )
    .group_by(_ERROR.assigned_to, _OWNER, _ERROR.severity)
)


class SqlWorkloadReader:
    """`WorkloadReader`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_owner(self) -> Mapping[UUID | None, Workload]:
        """See the port."""
        return {row.owner_id: _workload(row) for row in self._connection.execute(_BY_OWNER)}

    def given_by_hand(self) -> Sequence[GivenByHand]:
        """See the port."""
        return [
            GivenByHand(
                given_to=row.assigned_to,
                episode_owner=row.owner_id,
                severity=Severity.from_rank(row.severity),
                errors=row.errors,
            )
            for row in self._connection.execute(_GIVEN)
        ]


def _workload(row: Row[Any]) -> Workload:
    # PostgreSQL sums up to `numeric`.
    counts = {severity.value: int(getattr(row, severity.value)) for severity in Severity}
    return Workload(
        open_episodes=row.open_episodes,
        open_errors=SeverityCounts(**counts),
        oldest_episode_at=row.oldest_episode_at,
    )
