"""Episodes in SQL."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from adapters.outbound.sql.bulk import BulkUpdate
from adapters.outbound.sql.listed_select import ListedSelect
from adapters.outbound.sql.mapping.episodes import episode_changes_to_row, episode_from_row, episode_to_row
from adapters.outbound.sql.rows import any_of, padded, write
from adapters.outbound.sql.tables import ERROR_EPISODES
from application.ports.episode_repository import Ownerless
from domain.episode import Episode, TriageMark, TriageReason
from domain.severity import Severity

_EPISODE = ERROR_EPISODES.c
_OPEN = _EPISODE.closed_at.is_(None)
_GET = select(ERROR_EPISODES).where(_EPISODE.id == bindparam("key"))
_LOCK = _GET.with_for_update()
_AMONG = select(ERROR_EPISODES).where(_EPISODE.id.in_(any_of("ids"))).order_by(_EPISODE.id)
_GET_ALL = ListedSelect(_AMONG, "ids")
_LOCK_ALL = ListedSelect(_AMONG.with_for_update(), "ids")
_LOCK_OPEN = ListedSelect(
    select(ERROR_EPISODES)
    .where(_EPISODE.pattern_id.in_(any_of("pattern_ids")), _OPEN)
    .order_by(_EPISODE.id)
    .with_for_update(),
    "pattern_ids",
)
_OWNER_WANTED = TriageMark(TriageReason.OWNER_WANTED, datetime.min.replace(tzinfo=UTC))
_ADD = insert(ERROR_EPISODES)
_SAVE = BulkUpdate(ERROR_EPISODES)
_CLAIM_TRIAGE = (
    select(ERROR_EPISODES)
    .where(_EPISODE.triage_since.is_not(None))
    .order_by(_EPISODE.triage_urgency, _EPISODE.triage_since, _EPISODE.id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
_CLAIM_UNCARRIED = (
    select(ERROR_EPISODES)
    .where(~_EPISODE.carried)
    .order_by(_EPISODE.id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
_BY_DUE_TIME = select(ERROR_EPISODES).where(_OPEN).limit(bindparam("count")).with_for_update(skip_locked=True)
_CLAIM_OVERDUE = _BY_DUE_TIME.where(_EPISODE.escalates_at <= bindparam("at")).order_by(_EPISODE.escalates_at)
_CLAIM_UNACKNOWLEDGED = _BY_DUE_TIME.where(_EPISODE.reassign_at <= bindparam("at")).order_by(_EPISODE.reassign_at)
_NEXT_ESCALATION = (
    select(_EPISODE.escalates_at)
    .where(_OPEN, _EPISODE.escalates_at.is_not(None))
    .order_by(_EPISODE.escalates_at)
    .limit(1)
)
_REDIRECT = (
    update(ERROR_EPISODES)
    .where(_EPISODE.merged_into == bindparam("from_id"), ~_EPISODE.carried)
    .values(merged_into=bindparam("to_id"))
)
# Locked in the order in which ingest locks, lest the two wait for each other.
_OWNERLESS = (
    select(_EPISODE.id, _EPISODE.service, _EPISODE.severity)
    .where(_OPEN, _EPISODE.owner_id.is_(None), _EPISODE.triage_since.is_(None))
    # All owners are alike here; PostgreSQL reads the index in order only where the order names its columns.
    .order_by(_EPISODE.owner_id, _EPISODE.id)
)
_OWNERLESS_AFTER = _OWNERLESS.where(_EPISODE.id > bindparam("after")).limit(bindparam("count"))
_LOCK_OWNERLESS = _OWNERLESS.limit(bindparam("count")).with_for_update()
_LOCK_OWNERLESS_AMONG = (
    _OWNERLESS.where(_EPISODE.id.in_(any_of("ids"))).order_by(None).order_by(_EPISODE.id).with_for_update()
)
_FIRST = UUID(int=0)
_WANT_OWNER = (
    update(ERROR_EPISODES)
    .where(_EPISODE.id.in_(any_of("ids")))
    .values(
        triage_reason=TriageReason.OWNER_WANTED.value,
        triage_since=bindparam("at"),
        triage_trusted=_EPISODE.trusted,
        triage_urgency=_OWNER_WANTED.urgency,
    )
)


class SqlEpisodeRepository:
    """`EpisodeRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock_open(self, pattern_ids: Iterable[UUID]) -> dict[UUID, Episode]:
        """See the port."""
        rows = _LOCK_OPEN.rows(self._connection, pattern_ids)
        return {row.pattern_id: episode_from_row(row) for row in rows}

    def get(self, episode_id: UUID) -> Episode | None:
        """See the port."""
        return self._one(_GET, episode_id)

    def lock(self, episode_id: UUID) -> Episode | None:
        """See the port."""
        return self._one(_LOCK, episode_id)

    def get_all(self, episode_ids: Iterable[UUID]) -> dict[UUID, Episode]:
        """See the port."""
        return {row.id: episode_from_row(row) for row in _GET_ALL.rows(self._connection, episode_ids)}

    def lock_all(self, episode_ids: Iterable[UUID]) -> dict[UUID, Episode]:
        """See the port."""
        return {row.id: episode_from_row(row) for row in _LOCK_ALL.rows(self._connection, episode_ids)}

    def add(self, episodes: Iterable[Episode]) -> None:
        """See the port."""
        write(self._connection, _ADD, [episode_to_row(episode) for episode in episodes])

    def save(self, episodes: Iterable[Episode]) -> None:
        """See the port."""
        _SAVE.run(self._connection, [episode_changes_to_row(episode) for episode in episodes])

    def claim_triage(self, limit: int) -> Sequence[Episode]:
        """See the port."""
        return [episode_from_row(row) for row in self._connection.execute(_CLAIM_TRIAGE, {"count": limit})]

    def mark_owner_wanted(self, *, now: datetime, limit: int = 500) -> Sequence[UUID]:
        """See the port."""
        return self._mark(self._connection.execute(_LOCK_OWNERLESS, {"count": limit}).scalars().all(), now)

    def ownerless(self, *, after: UUID | None, limit: int) -> Sequence[Ownerless]:
        """See the port."""
        rows = self._connection.execute(_OWNERLESS_AFTER, {"after": after or _FIRST, "count": limit})
        return [Ownerless(row.id, row.service, Severity.from_rank(row.severity)) for row in rows]

    def want_owner(self, episode_ids: Sequence[UUID], *, now: datetime) -> Sequence[UUID]:
        """See the port."""
        values = {"ids": padded(episode_ids)}
        return self._mark(self._connection.execute(_LOCK_OWNERLESS_AMONG, values).scalars().all(), now)

    def _mark(self, found: Sequence[UUID], now: datetime) -> Sequence[UUID]:
        if found:
            self._connection.execute(_WANT_OWNER, {"ids": padded(found), "at": now})
        return found

    def claim_overdue(self, *, now: datetime, limit: int) -> Sequence[Episode]:
        """See the port."""
        rows = self._connection.execute(_CLAIM_OVERDUE, {"at": now, "count": limit})
        return [episode_from_row(row) for row in rows]

    def next_escalation_at(self) -> datetime | None:
        """See the port."""
        due: datetime | None = self._connection.execute(_NEXT_ESCALATION).scalar_one_or_none()
        return due

    def claim_unacknowledged(self, *, now: datetime, limit: int) -> Sequence[Episode]:
        """See the port."""
        rows = self._connection.execute(_CLAIM_UNACKNOWLEDGED, {"at": now, "count": limit})
        return [episode_from_row(row) for row in rows]

    def redirect_merged(self, from_id: UUID, to_id: UUID) -> None:
        """See the port."""
        self._connection.execute(_REDIRECT, {"from_id": from_id, "to_id": to_id})

    def claim_uncarried(self, limit: int) -> Sequence[Episode]:
        """See the port."""
        return [episode_from_row(row) for row in self._connection.execute(_CLAIM_UNCARRIED, {"count": limit})]

    def _one(self, statement: Any, episode_id: UUID) -> Episode | None:
        row = self._connection.execute(statement, {"key": episode_id}).one_or_none()
        return None if row is None else episode_from_row(row)
