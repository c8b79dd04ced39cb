"""What is going on in the whole installation, in SQL."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, func, or_, select

from adapters.outbound.sql.tables import (
    ERROR_EPISODES,
    ERROR_NOTIFICATIONS,
    INSTALLATION,
    JOB_RUNS,
    NOTIFICATION_ATTEMPTS,
)
from application.ports.operation_reader import (
    MOST_COUNTED,
    Backlog,
    DeliveryCount,
    JobRun,
    Operation,
    TriageQueue,
)
from domain.delivery import Channel, DeliveryOutcome
from domain.notification import NotificationState

_HOUR, _DAY = timedelta(hours=1), timedelta(hours=24)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MOST_JOBS = 50

_NOTICE, _ATTEMPT, _EPISODE, _RUN = (
    table.c for table in (ERROR_NOTIFICATIONS, NOTIFICATION_ATTEMPTS, ERROR_EPISODES, JOB_RUNS)
)


def _backlog(since: Column[datetime], *conditions: ColumnElement[bool]) -> Select[int, datetime | None]:
    # In the order of an index, so that the oldest is among those that are counted.
    waiting = select(since.label("since")).where(*conditions).order_by(since).limit(MOST_COUNTED).subquery()
    return select(func.count().label("count"), func.min(waiting.c.since).label("oldest_at"))


_DUE = _backlog(
    _NOTICE.next_attempt_at,
    _NOTICE.next_attempt_at <= bindparam("now"),
    or_(_NOTICE.lease_until.is_(None), _NOTICE.lease_until <= bindparam("now")),
)
_TRIAGE = _backlog(
    _EPISODE.triage_since, _EPISODE.triage_urgency == bindparam("urgency"), _EPISODE.triage_since.is_not(None)
)
_ESCALATION = _backlog(_EPISODE.escalates_at, _EPISODE.escalates_at <= bindparam("now"), _EPISODE.closed_at.is_(None))
_BACKED_UP = select(INSTALLATION.c.backed_up_at)
# Ids begin with their time, so that what is recent is the end of the primary key.
_NOTIFICATIONS = select(_NOTICE.state, func.count()).where(_NOTICE.id >= bindparam("first_id")).group_by(_NOTICE.state)
_DELIVERIES = (
    select(_NOTICE.channel, _ATTEMPT.outcome, func.count())
    .join_from(NOTIFICATION_ATTEMPTS, ERROR_NOTIFICATIONS, _ATTEMPT.notification_id == _NOTICE.id)
    .where(_ATTEMPT.id >= bindparam("first_id"), _ATTEMPT.outcome.is_not(None))
    .group_by(_NOTICE.channel, _ATTEMPT.outcome)
    .order_by(_NOTICE.channel, _ATTEMPT.outcome)
)
# From one name to the next: a GROUP BY would look through every run there ever was.
_NEXT_JOB = select(_RUN.job).where(_RUN.job > bindparam("after")).order_by(_RUN.job).limit(1)
_LAST_RUN = (
    select(_RUN.job, _RUN.started_at, _RUN.ended_at, _RUN.outcome)
    .where(_RUN.job == bindparam("name"))
    .order_by(_RUN.started_at.desc())
    .limit(1)
)


class SqlOperationReader:
    """`OperationReader`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def look(self, now: datetime) -> Operation:
        """See the port."""
        return Operation(
            read_at=now,
            due=self._backlog(_DUE, now=now),
            overdue=self._backlog(_ESCALATION, now=now),
            triage={queue: self._backlog(_TRIAGE, urgency=urgency) for urgency, queue in enumerate(TriageQueue)},
            notifications=self._notifications(now),
            deliveries=self._deliveries(now),
            jobs=list(self._jobs()),
            backed_up_at=self._connection.execute(_BACKED_UP).scalar_one_or_none(),
        )

    def _backlog(self, statement: Select[int, datetime | None], **values: object) -> Backlog:
        count, oldest_at = self._connection.execute(statement, values).one()
        return Backlog(count, oldest_at)

    def _notifications(self, now: datetime) -> dict[NotificationState, int]:
        rows = self._connection.execute(_NOTIFICATIONS, {"first_id": first_id(now - _DAY)})
        return {NotificationState(state): count for state, count in rows}

    def _deliveries(self, now: datetime) -> Sequence[DeliveryCount]:
        rows = self._connection.execute(_DELIVERIES, {"first_id": first_id(now - _HOUR)})
        return [DeliveryCount(Channel(channel), DeliveryOutcome(outcome), count) for channel, outcome, count in rows]

    def _jobs(self) -> Iterator[JobRun]:
        name = ""
        for _ in range(_MOST_JOBS):
            found = self._connection.execute(_NEXT_JOB, {"after": name}).scalar_one_or_none()
            if found is None:
                return
            name = found
            yield JobRun(*self._connection.execute(_LAST_RUN, {"name": name}).one())


def first_id(since: datetime) -> UUID:
    """No id that was made at that moment, or later, lies before this one (RFC 9562 section 5.7)."""
    return UUID(int=(since - _EPOCH) // _MILLISECOND << 80)
