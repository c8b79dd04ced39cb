"""What every `DigestRepository` promises."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from application.ports.unit_of_work import Store, UnitOfWork
from domain.alerting import LatelySent
from domain.delivery import Channel
from domain.notification import Notification, NotificationKind, NotificationState
from domain.severity import Severity
from tests.support.builders import a_notification
from tests.support.strategies import NOON

_MINUTE = timedelta(minutes=1)
ADA = {"channel": Channel.EMAIL, "recipient": "ada@example.org"}


class DigestRepositoryContract:
    """For what is held back."""

    def test_a_receivers_open_digests_are_found_the_oldest_first(self, store: Store) -> None:
        older, newer = _digest(created_at=NOON), _digest(created_at=NOON + _MINUTE)
        others = [
            _digest(recipient="bob@example.org"),
            _digest(channel=Channel.SLACK),
            _digest(frozen_at=NOON),
            _digest(state=NotificationState.SUPPRESSED),
            _digest(kind=NotificationKind.NOTICE),
        ]
        with store.writing() as work:
            work.notifications.add([newer, *others, older])

            assert work.digests.lock_open(**ADA) == [older, newer]

    def test_what_a_digest_tells_is_found_and_what_was_withdrawn_is_not(self, store: Store) -> None:
        digest, episode = _digest(), uuid4()
        first, second = _held(digest, NOON, episode_id=episode), _held(digest, NOON + _MINUTE, episode_id=uuid4())
        gone = _held(digest, NOON, episode_id=uuid4(), state=NotificationState.SUPPRESSED)
        with store.writing() as work:
            work.notifications.add([digest, second, first, gone, _held(_digest(), NOON, episode_id=episode)])

            assert work.digests.held_in(digest.id) == [first, second]
            assert work.digests.held_of_episode(digest.id, episode) == first
            assert work.digests.held_of_episode(digest.id, gone.episode_id) is None

    def test_which_frozen_digests_tell_of_an_episode_is_known(self, store: Store) -> None:
        episode = uuid4()
        frozen, other, open_ = _digest(frozen_at=NOON, body="{}"), _digest(frozen_at=NOON, body="{}"), _digest()
        held = [_held(digest, NOON, episode_id=episode) for digest in (frozen, open_)]
        with store.writing() as work:
            work.notifications.add([frozen, other, open_, *held, _held(other, NOON, episode_id=uuid4())])

            assert work.digests.lock_telling_of(episode) == [frozen]

    def test_what_was_sent_of_late_is_counted_and_the_worst_of_the_pattern_known(self, store: Store) -> None:
        pattern = uuid4()
        with store.writing() as work:
            for minutes, severity, more in (
                (5, Severity.MEDIUM, {"pattern_id": pattern}),
                (20, Severity.HIGH, {"pattern_id": pattern}),
                (40, Severity.CRITICAL, {"pattern_id": pattern}),
                (10, Severity.CRITICAL, {}),
                (61, Severity.CRITICAL, {}),
                (-1, Severity.CRITICAL, {"pattern_id": pattern}),
                (1, Severity.CRITICAL, {"pattern_id": pattern, "state": NotificationState.SUPPRESSED}),
                (1, Severity.CRITICAL, {"pattern_id": pattern, "state": NotificationState.DEAD}),
                (1, Severity.CRITICAL, {"pattern_id": pattern, "recipient": "bob@example.org"}),
            ):
                _sent(work, minutes, severity, **more)

            assert _lately(work, pattern) == LatelySent(in_hour=5, worst=Severity.HIGH)
            assert _lately(work, uuid4()) == LatelySent(in_hour=5, worst=None)
            assert _lately(work, pattern, quiet=90).worst is Severity.CRITICAL

    def test_what_a_stranger_caused_counts_for_the_pattern_once_it_arrived(self, store: Store) -> None:
        pattern = uuid4()
        with store.writing() as work:
            _sent(work, 5, Severity.HIGH, pattern_id=pattern, trusted=False, state=NotificationState.PENDING)
            assert _lately(work, pattern) == LatelySent(in_hour=1, worst=None)
            _sent(work, 5, Severity.LOW, pattern_id=pattern, trusted=False)
            assert _lately(work, pattern) == LatelySent(in_hour=2, worst=Severity.LOW)


def _digest(**said: Any) -> Notification:
    kind = {"kind": NotificationKind.DIGEST, "state": NotificationState.PENDING}
    return a_notification(**{**ADA, **kind, "id": uuid4(), **said})


def _held(digest: Notification, at: datetime, **said: Any) -> Notification:
    plain = {"state": NotificationState.HELD, "next_attempt_at": None, "digest_id": digest.id, "created_at": at}
    return a_notification(**{**ADA, **plain, "id": uuid4(), **said})


def _sent(work: UnitOfWork, minutes: int, severity: Severity, **said: Any) -> None:
    at = NOON - minutes * _MINUTE
    plain = {"id": uuid4(), "sent_from": at, "severity": severity, "state": NotificationState.ACCEPTED}
    work.notifications.add([a_notification(**{**ADA, **plain, "next_attempt_at": None, "pattern_id": uuid4(), **said})])


def _lately(work: UnitOfWork, pattern_id: UUID, *, quiet: int = 30) -> LatelySent:
    return work.digests.lately_sent(
        **ADA,  # type: ignore[arg-type]
        pattern_id=pattern_id,
        since=NOON - 60 * _MINUTE,
        quiet_since=NOON - quiet * _MINUTE,
        now=NOON,
    )
