"""What every `OperationReader` promises."""

from datetime import datetime, timedelta

from adapters.outbound.sql.store import SqlStore
from adapters.outbound.sql.tables import JOB_RUNS
from adapters.outbound.system.ids import SystemIds
from application.ports.operation_reader import Backlog, DeliveryCount, JobRun, Operation, TriageQueue
from domain.delivery import Channel, DeliveryOutcome
from domain.episode import TriageMark, TriageReason
from domain.notification import Notification, NotificationState
from tests.support.builders import a_notification, an_attempt, an_episode
from tests.support.strategies import NOON

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_NOBODY = Backlog(0, None)
_IDS = SystemIds


class OperationReaderContract:
    """For the store as a whole; the subclass's fixture `store` makes an empty one."""

    def test_of_nothing_there_is_nothing_to_say(self, store: SqlStore) -> None:
        assert _look(store) == Operation(
            read_at=NOON,
            due=_NOBODY,
            overdue=_NOBODY,
            triage=dict.fromkeys(TriageQueue, _NOBODY),
            notifications={},
            deliveries=[],
            jobs=[],
        )

    def test_what_is_due_and_in_nobodys_hands_is_counted(self, store: SqlStore) -> None:
        dues = (NOON - 2 * _MINUTE, NOON - _MINUTE, NOON, NOON + _MINUTE, None)
        _add(store, *(a_notification(next_attempt_at=due) for due in dues))
        held = {"lease_owner": "w1", "next_attempt_at": NOON - _HOUR}
        _add(store, a_notification(**held, lease_until=NOON + _MINUTE))

        assert _look(store).due == Backlog(3, NOON - 2 * _MINUTE)
        assert _look(store, NOON + 2 * _MINUTE).due == Backlog(5, NOON - _HOUR)

    def test_open_episodes_past_their_climb_are_counted(self, store: SqlStore) -> None:
        with store.writing() as work:
            moments = (NOON - _HOUR, NOON - _MINUTE, NOON + _MINUTE, None)
            work.episodes.add([an_episode(deadline=moment) for moment in moments])
            work.episodes.add([an_episode(deadline=NOON - _HOUR, closed_at=NOON)])
            work.commit()

        assert _look(store).overdue == Backlog(2, NOON - _HOUR)

    def test_the_last_backup_is_known(self, store: SqlStore) -> None:
        with store.writing() as work:
            work.restored_records.note_backed_up(NOON)
            work.commit()

        assert _look(store).backed_up_at == NOON

    def test_episodes_that_wait_for_triage_are_counted_by_queue(self, store: SqlStore) -> None:
        new, unowned = TriageReason.NEW, TriageReason.OWNER_WANTED
        marks = [TriageMark(new, NOON - _MINUTE, trusted=True), TriageMark(new, NOON, trusted=True)]
        marks += [TriageMark(new, NOON - _HOUR), TriageMark(unowned, NOON - 2 * _HOUR, trusted=True)]
        with store.writing() as work:
            work.episodes.add([an_episode(triage=mark) for mark in [*marks, None]])
            work.commit()

        assert _look(store).triage == {
            TriageQueue.TRUSTED: Backlog(2, NOON - _MINUTE),
            TriageQueue.UNTRUSTED: Backlog(1, NOON - _HOUR),
            TriageQueue.OWNER_WANTED: Backlog(1, NOON - 2 * _HOUR),
        }

    def test_notifications_of_a_day_are_counted_by_state(self, store: SqlStore) -> None:
        ages = {NotificationState.DEAD: (25, 24, 0), NotificationState.READ: (30,), NotificationState.PENDING: (1,)}
        for state, hours in ages.items():
            _add(store, *(_made(NOON - hour * _HOUR, state) for hour in hours))

        assert _look(store).notifications == {NotificationState.DEAD: 2, NotificationState.PENDING: 1}

    def test_attempts_of_an_hour_are_counted_by_outcome(self, store: SqlStore) -> None:
        accepted, deferred = DeliveryOutcome.ACCEPTED, DeliveryOutcome.DEFERRED
        tries = [(accepted, 0), (accepted, 60), (deferred, 5), (None, 1), (accepted, 61)]
        notice = a_notification()
        _add(store, notice)
        with store.writing() as work:
            for number, (outcome, minutes) in enumerate(tries, start=1):
                begun = NOON - minutes * _MINUTE
                ended = {} if outcome is None else {"ended_at": begun, "outcome": outcome, "answer": "said"}
                work.notifications.add_attempts([an_attempt(notice.id, number, id=_IDS().new(begun), **ended)])
            work.commit()

        email = Channel.EMAIL
        assert _look(store).deliveries == [DeliveryCount(email, accepted, 2), DeliveryCount(email, deferred, 1)]

    def test_each_job_is_told_by_its_last_run(self, store: SqlStore) -> None:
        _run(store, "retention", NOON - 2 * _HOUR, NOON - _HOUR, "done")
        _run(store, "retention", NOON - _HOUR, None, None)
        _run(store, "escalation", NOON - _MINUTE, NOON, "done")

        assert _look(store).jobs == [
            JobRun("escalation", NOON - _MINUTE, NOON, "done"),
            JobRun("retention", NOON - _HOUR, None, None),
        ]


def _look(store: SqlStore, now: datetime = NOON) -> Operation:
    with store.reading() as work:
        return work.operation_reader.look(now)


def _made(at: datetime, state: NotificationState) -> Notification:
    # Ids of one maker never go back, these moments do.
    return a_notification(id=_IDS().new(at), created_at=at, state=state, next_attempt_at=None)


def _add(store: SqlStore, *notices: Notification) -> None:
    with store.writing() as work:
        work.notifications.add(notices)
        work.commit()


def _run(store: SqlStore, job: str, started_at: datetime, ended_at: datetime | None, outcome: str | None) -> None:
    # No part of the product writes runs yet.
    row = {
        "id": _IDS().new(started_at),
        "job": job,
        "worker": "w1",
        "started_at": started_at,
        "seen_at": started_at,
        "tries": 1,
    }
    with store.writing() as work:
        work._connection.execute(JOB_RUNS.insert(), {**row, "ended_at": ended_at, "outcome": outcome, "detail": None})
        work.commit()
