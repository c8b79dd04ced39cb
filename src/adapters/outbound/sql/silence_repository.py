"""Silences in SQL."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, exists, insert, or_, select, true, update

from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_NOTIFICATIONS, SILENCES
from domain.alerting import NoticeReason
from domain.episode import Episode
from domain.notification import NotificationState
from domain.severity import Severity
from domain.silence import SETTLES_IN, Silence

_SILENCE, _EPISODE, _NOTICE = SILENCES.c, ERROR_EPISODES.c, ERROR_NOTIFICATIONS.c
_ADD = insert(SILENCES)
_SAVE = update(SILENCES).where(_SILENCE.id == bindparam("key"))
_LOCK = select(SILENCES).where(_SILENCE.id == bindparam("key")).with_for_update()
_ALL = select(SILENCES).where(_SILENCE.ends_at > bindparam("since")).order_by(_SILENCE.ends_at, _SILENCE.id)
_MATCHING = (
    select(SILENCES)
    .where(
        _SILENCE.starts_at <= bindparam("now"),
        _SILENCE.ends_at > bindparam("now"),
        or_(_SILENCE.service.is_(None), _SILENCE.service == bindparam("service")),
        or_(_SILENCE.pattern_id.is_(None), _SILENCE.pattern_id == bindparam("pattern")),
    )
    .order_by(_SILENCE.ends_at.desc(), _SILENCE.id)
)
_TO_FOLLOW_UP = select(SILENCES).where(~_SILENCE.aftermath).order_by(_SILENCE.ends_at, _SILENCE.id).limit(1)
_CLAIM = _TO_FOLLOW_UP.where(_SILENCE.ends_at <= bindparam("ended_by")).with_for_update(skip_locked=True)
_SILENCED_THEN = exists().where(
    _NOTICE.episode_id == _EPISODE.id,
    _NOTICE.state == NotificationState.SUPPRESSED.value,
    _NOTICE.reason == NoticeReason.SILENCED.value,
    _NOTICE.created_at >= bindparam("starts_at"),
    _NOTICE.created_at <= bindparam("settled_at"),
)
_FIRST = UUID(int=0)


class SqlSilenceRepository:
    """`SilenceRepository`."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now

    def add(self, silence: Silence) -> None:
        """See the port."""
        self._connection.execute(_ADD, {"id": silence.id, **_to_row(silence)})

    def lock(self, silence_id: UUID) -> Silence | None:
        """See the port."""
        return next(iter(self._read(_LOCK, key=silence_id)), None)

    def save(self, silence: Silence) -> None:
        """See the port."""
        self._connection.execute(_SAVE, {"key": silence.id, **_to_row(silence)})

    def all(self, *, ended_since: datetime | None = None) -> Sequence[Silence]:
        """See the port."""
        return self._read(_ALL, since=self._now() if ended_since is None else ended_since)

    def matching(self, episode: Episode, severity: Severity) -> Silence | None:
        """See the port."""
        found = self._read(_MATCHING, now=self._now(), service=episode.service, pattern=episode.pattern_id)
        service, pattern_id = episode.service, episode.pattern_id
        matching = (one for one in found if one.matches(service=service, pattern_id=pattern_id, severity=severity))
        return next(matching, None)

    def silenced_until(self, episode: Episode) -> datetime | None:
        """See the port."""
        silence = self.matching(episode, episode.severity)
        return None if silence is None else silence.ends_at

    def claim_aftermath(self) -> Silence | None:
        """See the port."""
        return next(iter(self._read(_CLAIM, ended_by=self._now() - SETTLES_IN)), None)

    def next_aftermath_at(self) -> datetime | None:
        """See the port."""
        return next((silence.settled_at for silence in self._read(_TO_FOLLOW_UP)), None)

    def lock_silenced(self, silence: Silence, *, after: UUID | None, limit: int) -> Sequence[Episode]:
        """See the port."""
        statement = (
            select(ERROR_EPISODES)
            .where(
                _EPISODE.closed_at.is_(None),
                _EPISODE.id > bindparam("after"),
                true() if silence.service is None else _EPISODE.service == silence.service,
                true() if silence.pattern_id is None else _EPISODE.pattern_id == silence.pattern_id,
                _SILENCED_THEN,
            )
            .order_by(_EPISODE.id)
            .limit(limit)
            .with_for_update(of=ERROR_EPISODES)
        )
        values = {"after": after or _FIRST, "starts_at": silence.starts_at, "settled_at": silence.settled_at}
        return [episode_from_row(row) for row in self._connection.execute(statement, values)]

    def _read(self, statement: Any, **values: Any) -> list[Silence]:
        return [_from_row(row) for row in self._connection.execute(statement, values)]


def _to_row(silence: Silence) -> dict[str, Any]:
    return {
        "service": silence.service,
        "pattern_id": silence.pattern_id,
        "severity": None if silence.severity is None else silence.severity.rank,
        "reason": silence.reason,
        "created_by": silence.created_by,
        "created_at": silence.created_at,
        "starts_at": silence.starts_at,
        "ends_at": silence.ends_at,
        "aftermath": silence.aftermath,
    }


def _from_row(row: Row[Any]) -> Silence:
    return Silence(
        id=row.id,
        service=row.service,
        pattern_id=row.pattern_id,
        severity=None if row.severity is None else Severity.from_rank(row.severity),
        reason=row.reason,
        created_by=row.created_by,
        created_at=row.created_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        aftermath=row.aftermath,
    )
