"""When a test error counts as followed to its end."""

from uuid import uuid4

import pytest

from application.send_test_error import SentTest
from domain.notification import NotificationState
from tests.support.builders import a_notification


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
