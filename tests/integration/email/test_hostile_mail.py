"""What senders report arrives as text, whatever it is."""

import pytest

from domain.delivery import DeliveryOutcome
from tests.support.builders_notices import DASHBOARD, HOSTILE, Markup, a_message, an_id, hostile_message

LINK = f"{DASHBOARD}/admin/error-logging/errors/{an_id(0xD)}/"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_one_mail_to_one_person_with_the_usual_headers(notifier, server, text):
    notifier.send(a_message(number=1))
    notifier.send(hostile_message(text, number=2))

    usual, hostile = server.mailbox.wait_for(2)
    assert (hostile.sender, hostile.recipients) == (usual.sender, usual.recipients)
    assert hostile.message.keys() == usual.message.keys()
    assert hostile.message["To"] == usual.message["To"]
    assert Markup(hostile.body("html")).links == Markup(usual.body("html")).links == [LINK]


def test_a_line_with_a_dot_does_not_end_the_mail(notifier, server):
    stack = "first\n.\n..\n.hidden\nlast"

    result = notifier.send(hostile_message(stack))

    (mail,) = server.mailbox.wait_for(1)
    assert result.outcome is DeliveryOutcome.ACCEPTED
    assert ".hidden" in mail.body("plain")
    assert "Nobody reads answers" in mail.body("html")
