"""What is held back, and what was sent of late, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, case, func, literal_column, or_, select

from adapters.outbound.sql.mapping.notifications import notification_from_row
from adapters.outbound.sql.tables import ERROR_NOTIFICATIONS
from domain.alerting import LatelySent
from domain.delivery import Channel
from domain.notification import ARRIVED, Notification, NotificationState
from domain.severity import Severity

_NOTICE = ERROR_NOTIFICATIONS.c
_OF_RECEIVER = and_(_NOTICE.channel == bindparam("channel"), _NOTICE.recipient == bindparam("recipient"))
_LOCK_OPEN = (
    select(ERROR_NOTIFICATIONS)
    # A constant: SQLite takes the partial index only where it sees that its condition holds.
    .where(
        _OF_RECEIVER,
        _NOTICE.kind == literal_column("'digest'"),
        _NOTICE.frozen_at.is_(None),
        _NOTICE.state == NotificationState.PENDING.value,
    )
    .with_for_update(skip_locked=True)
)
_HELD_IN = (
    select(ERROR_NOTIFICATIONS)
    .where(_NOTICE.digest_id == bindparam("digest"), _NOTICE.state == NotificationState.HELD.value)
    .order_by(_NOTICE.created_at, _NOTICE.id)
)
_HELD_OF_EPISODE = _HELD_IN.where(_NOTICE.episode_id == bindparam("episode")).limit(1)
_TELLING_OF = (
    select(ERROR_NOTIFICATIONS)
    .where(
        _NOTICE.id.in_(
            select(_NOTICE.digest_id)
            .where(_NOTICE.episode_id == bindparam("episode"), _NOTICE.digest_id.is_not(None))
            .scalar_subquery()
        ),
        _NOTICE.frozen_at.is_not(None),
        _NOTICE.body.is_not(None),
    )
    .with_for_update()
)
_HAD = [state.value for state in ARRIVED]
_OF_PATTERN_LATELY = and_(
    _NOTICE.pattern_id == bindparam("pattern"),
    _NOTICE.sent_from > bindparam("quiet_since"),
    # What died told nobody, though it was tried: it counts for the rate alone.
    _NOTICE.state != NotificationState.DEAD.value,
    # What a stranger caused and still waits may give way to a trusted sender's.
    or_(_NOTICE.trusted, _NOTICE.state.in_(_HAD)),
)
_IN_HOUR = case((_NOTICE.sent_from > bindparam("since"), 1))
_LATELY_SENT = select(
    func.count(_IN_HOUR).label("in_hour"),
    func.max(case((_OF_PATTERN_LATELY, _NOTICE.severity))).label("worst"),
).where(
    _OF_RECEIVER,
    _NOTICE.sent_from > bindparam("earliest"),
    _NOTICE.sent_from <= bindparam("now"),
    _NOTICE.state != NotificationState.SUPPRESSED.value,
)


class SqlDigestRepository:
    """`DigestRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock_open(self, channel: Channel, recipient: str) -> Sequence[Notification]:
        """See the port."""
        # One or two: asked for their order, SQLite would take the index of all that the receiver ever had.
        found = self._read(_LOCK_OPEN, channel=channel.value, recipient=recipient)
        return sorted(found, key=lambda digest: (digest.created_at, digest.id))

    def held_in(self, digest_id: UUID) -> Sequence[Notification]:
        """See the port."""
        return self._read(_HELD_IN, digest=digest_id)

    def held_of_episode(self, digest_id: UUID, episode_id: UUID) -> Notification | None:
        """See the port."""
        return next(iter(self._read(_HELD_OF_EPISODE, digest=digest_id, episode=episode_id)), None)

    def lock_telling_of(self, episode_id: UUID) -> Sequence[Notification]:
        """See the port."""
        return self._read(_TELLING_OF, episode=episode_id)

    def lately_sent(
        self,
        channel: Channel,
        recipient: str,
        *,
        pattern_id: UUID,
        since: datetime,
        quiet_since: datetime,
        now: datetime,
    ) -> LatelySent:
        """See the port."""
        values = {
            "channel": channel.value,
            "recipient": recipient,
            "pattern": pattern_id,
            "since": since,
            "earliest": min(since, quiet_since),
            "quiet_since": quiet_since,
            "now": now,
        }
        row = self._connection.execute(_LATELY_SENT, values).one()
        worst = None if row.worst is None else Severity.from_rank(row.worst)
        return LatelySent(in_hour=int(row.in_hour), worst=worst)

    def _read(self, statement: Any, **values: Any) -> list[Notification]:
        return [notification_from_row(row) for row in self._connection.execute(statement, values)]
