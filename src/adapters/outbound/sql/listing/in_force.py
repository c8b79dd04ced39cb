"""What is in force while a worker still carries owners, ends and merges of episodes to their errors.

Normally nothing waits, and what is stored is the truth: one look at a partial index of nothing. Else each error that is
looked at asks its episode, by the same rules as `domain.error_lifecycle.in_force`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_LOGS, ERROR_OVERRIDES, ERROR_PATTERNS
from domain.episode import Episode, EpisodeEnd
from domain.error_lifecycle import in_force
from domain.error_log import ErrorLog, ErrorStatus

MOST_WAITING = 32
"""Episodes that waits are looked for by, each through its pattern; beyond, by looking through the errors themselves."""

OPEN = tuple(status.value for status in ErrorStatus if status.is_open)
_ERROR = ERROR_LOGS.c
_OWN, _SPEAKER = ERROR_EPISODES.alias("own"), ERROR_EPISODES.alias("speaker")
_SPEAKS = _SPEAKER.c.id == func.coalesce(_OWN.c.merged_into, _OWN.c.id)
_WAITS = ~_OWN.c.carried
_APART = (
    select(ERROR_OVERRIDES.c.error_id).where(ERROR_OVERRIDES.c.error_id == _ERROR.id).correlate(ERROR_LOGS).exists()
)
_GIVES_OWNER = (_SPEAKER.c.closed_at.is_(None)) & ~_SPEAKER.c.carried

_WAITING = (
    select(_OWN.c.pattern_id, _SPEAKER.c.owner_id, _SPEAKER.c.closed_as, _SPEAKER.c.closed_at)
    .join_from(_OWN, _SPEAKER, _SPEAKS)
    .where(_WAITS)
    .limit(MOST_WAITING + 1)
)
_STANDING = select(ERROR_PATTERNS.c.merged_into, ERROR_PATTERNS.c.id).where(ERROR_PATTERNS.c.id.in_(any_of("ids")))
_MERGED = select(ERROR_PATTERNS.c.id).where(ERROR_PATTERNS.c.merged_into.in_(any_of("ids")))
_EPISODES = select(ERROR_EPISODES).where(ERROR_EPISODES.c.id.in_(any_of("ids")))
_GIVEN_BY_HAND = select(ERROR_OVERRIDES.c.error_id).where(ERROR_OVERRIDES.c.error_id.in_(any_of("ids")))


@dataclass(frozen=True, slots=True)
class Waiting:
    """An episode that errors wait for: the pattern that it is of, and what it gives to those that are open."""

    pattern_id: UUID
    owner_id: UUID | None
    closed_as: EpisodeEnd | None
    is_closed: bool

    @property
    def status(self) -> ErrorStatus | None:
        """None where each error keeps its own."""
        if self.closed_as is EpisodeEnd.IGNORED:
            return ErrorStatus.IGNORED
        if self.closed_as is EpisodeEnd.RESOLVED:
            return ErrorStatus.RESOLVED
        if self.is_closed:
            return None
        return ErrorStatus.OPEN if self.owner_id is None else ErrorStatus.ASSIGNED


class InForce:
    """Looks once at what waits; serves one page."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.execute(_WAITING).all()
        self.waiting = [
            Waiting(
                row.pattern_id,
                row.owner_id,
                None if row.closed_as is None else EpisodeEnd(row.closed_as),
                row.closed_at is not None,
            )
            for row in rows
        ]

    @property
    def is_stored(self) -> bool:
        """Whether what is stored is the truth for every error."""
        return not self.waiting

    def status(self, wanted: Iterable[ErrorStatus]) -> ColumnElement[bool]:
        """Whether the status in force is one of these."""
        values = [status.value for status in wanted]
        return _ERROR.status.in_(values) if self.is_stored else _STATUS.in_(values)

    def owner(self, wanted: Sequence[UUID]) -> ColumnElement[bool]:
        """Whether the owner in force is one of these."""
        return (_ERROR.assigned_to if self.is_stored else _OWNER).in_(wanted)

    def patterns_of(self, episodes: Iterable[Waiting]) -> Sequence[UUID]:
        """What the errors of these episodes may be stored under: the patterns that stand for theirs, and what was
        merged into those.
        """
        named = {episode.pattern_id for episode in episodes}
        if not named:
            return []
        found = self._connection.execute(_STANDING, {"ids": padded(sorted(named))})
        standing = {row.id: row.merged_into or row.id for row in found}
        roots = {standing.get(pattern_id, pattern_id) for pattern_id in named}
        return sorted(named | roots | set(merged_patterns(self._connection, roots)))

    def shown(self, errors: Sequence[ErrorLog]) -> Sequence[ErrorLog]:
        """The errors as they count."""
        named = {error.episode_id for error in errors if error.episode_id is not None and error.status.is_open}
        if self.is_stored or not named:
            return errors
        own = {episode_id: episode for episode_id, episode in self._episodes(named).items() if not episode.carried}
        speakers = own | self._episodes(episode.merged_into for episode in own.values() if episode.merged_into)
        ids = padded(error.id for error in errors)
        apart = set(self._connection.execute(_GIVEN_BY_HAND, {"ids": ids}).scalars())
        return [_counting(error, own, speakers, apart=error.id in apart) for error in errors]

    def episode(self, episode_id: UUID | None) -> Episode | None:
        """The episode that an error shows that counts so."""
        return None if episode_id is None else self._episodes([episode_id]).get(episode_id)

    def _episodes(self, ids: Iterable[UUID]) -> dict[UUID, Episode]:
        wanted = padded(sorted(set(ids)))
        if not wanted:
            return {}
        return {row.id: episode_from_row(row) for row in self._connection.execute(_EPISODES, {"ids": wanted})}


def merged_patterns(connection: Connection, patterns: Iterable[UUID]) -> Sequence[UUID]:
    """Those that these stand for."""
    return connection.execute(_MERGED, {"ids": padded(sorted(patterns))}).scalars().all()


def _counting(error: ErrorLog, own: dict[UUID, Episode], speakers: dict[UUID, Episode], *, apart: bool) -> ErrorLog:
    episode = None if error.episode_id is None else own.get(error.episode_id)
    if episode is None:
        return error
    speaker = speakers[episode.merged_into or episode.id]
    return in_force(error, speaker, apart=apart)


def _asked(value: Any, *conditions: Any) -> Any:
    """What an error's episode says while it waits; null where it does not."""
    return (
        select(value)
        .join_from(_OWN, _SPEAKER, _SPEAKS)
        .where(_OWN.c.id == _ERROR.episode_id, _WAITS, *conditions)
        .correlate(ERROR_LOGS)
        .scalar_subquery()
    )


_VERDICT = case(
    (_SPEAKER.c.closed_as == EpisodeEnd.IGNORED.value, ErrorStatus.IGNORED.value),
    (_SPEAKER.c.closed_as == EpisodeEnd.RESOLVED.value, ErrorStatus.RESOLVED.value),
    (or_(~_GIVES_OWNER, _APART), _ERROR.status),
    (_SPEAKER.c.owner_id.is_not(None), ErrorStatus.ASSIGNED.value),
    else_=ErrorStatus.OPEN.value,
)
_STATUS = case((_ERROR.status.in_(OPEN), func.coalesce(_asked(_VERDICT), _ERROR.status)), else_=_ERROR.status)
_OWNER = case(
    (
        _ERROR.status.in_(OPEN) & _asked(_OWN.c.id, _GIVES_OWNER).is_not(None) & ~_APART,
        _asked(_SPEAKER.c.owner_id, _GIVES_OWNER),
    ),
    else_=_ERROR.assigned_to,
)
