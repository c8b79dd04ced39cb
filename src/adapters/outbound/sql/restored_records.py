"""What would tell or wake people in a store that was just restored, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, or_, select, update

from adapters.outbound.sql.mapping.episodes import episode_from_row
from adapters.outbound.sql.tables import ERROR_EPISODES, ERROR_NOTIFICATIONS, INSTALLATION, SILENCES
from domain.episode import Episode
from domain.notification import NotificationState

_NOTICE, _EPISODE = ERROR_NOTIFICATIONS.c, ERROR_EPISODES.c
_WAITING = (
    NotificationState.PENDING.value,
    NotificationState.FAILED.value,
    NotificationState.SENDING.value,
    NotificationState.HELD.value,
)
_SUPPRESS = (
    update(ERROR_NOTIFICATIONS)
    .where(or_(_NOTICE.state.in_(_WAITING), _NOTICE.next_attempt_at.is_not(None)))
    .values(state=NotificationState.SUPPRESSED.value, next_attempt_at=None, lease_owner=None, lease_until=None)
)
_ASK_NO_MORE = (
    update(ERROR_NOTIFICATIONS)
    .where(or_(_NOTICE.poll_at.is_not(None), _NOTICE.further_at.is_not(None)))
    .values(poll_at=None, further_at=None)
)
_TAKE_MARKS = (
    update(ERROR_EPISODES)
    .where(_EPISODE.triage_since.is_not(None))
    .values(triage_reason=None, triage_since=None, triage_trusted=None, triage_urgency=None)
)
_OPEN = select(ERROR_EPISODES).where(_EPISODE.closed_at.is_(None)).order_by(_EPISODE.id)
_END_SILENCES = update(SILENCES).values(aftermath=True)
_BEGUN = select(func.coalesce(INSTALLATION.c.restored_at, INSTALLATION.c.made_at))
_NOTE = update(INSTALLATION).values(generation=INSTALLATION.c.generation + 1)


class SqlRestoredRecords:
    """`RestoredRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def suppress_waiting(self, reason: str) -> int:
        """See the port."""
        self._connection.execute(_ASK_NO_MORE)
        return self._connection.execute(_SUPPRESS.values(reason=reason)).rowcount

    def take_marks(self) -> int:
        """See the port."""
        return self._connection.execute(_TAKE_MARKS).rowcount

    def open_episodes(self, after: UUID | None, *, limit: int) -> Sequence[Episode]:
        """See the port."""
        statement = _OPEN if after is None else _OPEN.where(_EPISODE.id > after)
        return [episode_from_row(row) for row in self._connection.execute(statement.limit(limit))]

    def end_silences(self, now: datetime) -> None:
        """See the port."""
        self._connection.execute(_END_SILENCES.where(SILENCES.c.ends_at <= now))

    def note_backed_up(self, now: datetime) -> None:
        """See the port."""
        self._connection.execute(update(INSTALLATION).values(backed_up_at=now))

    def restored_at(self) -> datetime | None:
        """See the port."""
        return self._connection.execute(select(INSTALLATION.c.restored_at)).scalar_one_or_none()

    def begun_at(self) -> datetime | None:
        """See the port."""
        return self._connection.execute(_BEGUN).scalar_one_or_none()

    def note_restored(self, now: datetime) -> None:
        """See the port."""
        self._connection.execute(_NOTE.values(restored_at=now))
