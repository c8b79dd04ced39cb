"""When a test error counts as followed to its end, and what becomes of one that nobody answered about."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.create_token import CreateToken
from application.ports.own_door import DoorClosed, OwnDoor
from application.ports.unit_of_work import Store
from application.resolve_error import ResolveError
from application.revoke_token import RevokeToken
from application.send_test_error import SendTestError, SendTestErrorCommand, SentTest
from domain.error_log import ErrorStatus
from domain.notification import NotificationState
from domain.retention import RetentionPolicy
from tests.support.builders import a_notification
from tests.support.errors import a_prepared_error


@pytest.mark.parametrize(
    ("state", "ended", "arrived"),
    [
        (NotificationState.PENDING, False, False),
        (NotificationState.SENDING, False, False),
        # It is tried again.
        (NotificationState.FAILED, False, False),
        (NotificationState.ACCEPTED, True, True),
        (NotificationState.DEAD, True, False),
        (NotificationState.SUPPRESSED, True, False),
    ],
)
def test_it_is_followed_while_a_message_is_still_to_be_sent(
    state: NotificationState, ended: bool, arrived: bool
) -> None:
    seen = SentTest(error_id=uuid4(), triaged=True, owner="Ada", notices=[a_notification(state=state)])

    assert (seen.ended, seen.arrived) == (ended, arrived)


class SlowDoor:
    """Stores what it is given and answers too late, or does not even take it."""

    def __init__(self, commit: CommitBatch, *, stores: bool, handed_over: bool) -> None:
        self._commit = commit
        self._stores = stores
        self._handed_over = handed_over

    def report(self, error: Mapping[str, str], secret: str) -> UUID:
        if self._stores:
            stored = a_prepared_error()
            report = replace(stored.report, error_type=error["error_type"])
            self._commit.execute([replace(stored, report=report)])
        raise DoorClosed("127.0.0.1:8000 does not answer in time", maybe_stored=self._handed_over)


def send(store: Store, door: OwnDoor) -> SentTest:
    ids, wake_ups = SystemIds(), MemoryWakeUps()
    resolve = ResolveError(store, ids, RetentionPolicy(), wake_ups)
    use_case = SendTestError(store, door, CreateToken(store, ids), RevokeToken(store), resolve, pause=lambda _: True)
    return use_case.execute(SendTestErrorCommand(service="java", wait_s=0.1))


def test_what_was_stored_without_an_answer_does_not_stay_open(store: Store, commit: CommitBatch) -> None:
    seen = send(store, SlowDoor(commit, stores=True, handed_over=True))

    with store.reading() as work:
        detail = work.error_reader.detail(seen.error_id)
    assert detail is not None
    assert detail.error.status is ErrorStatus.RESOLVED


@pytest.mark.parametrize("handed_over", [True, False])
def test_what_was_not_stored_is_a_refusal(store: Store, commit: CommitBatch, handed_over: bool) -> None:
    with pytest.raises(DoorClosed, match="in time"):
        send(store, SlowDoor(commit, stores=False, handed_over=handed_over))
