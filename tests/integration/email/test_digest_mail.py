"""What sums up several, as a mail and as a text message: the links are ours, the text is data."""

from dataclasses import replace

import pytest

from application.notice import compose_digest
from tests.support.builders_digests import SEVERAL, a_digest
from tests.support.builders_notices import DASHBOARD, HOSTILE, Markup, a_message, an_id

LINK = f"{DASHBOARD}/admin/error-logging/errors/{an_id(0xD)}/"
LIST = f"{DASHBOARD}/admin/error-logging/"


def test_it_stands_by_itself_with_a_line_and_a_link_each(notifier, server):
    digest = a_digest("Connection failed")
    notifier.send(digest)

    (mail,) = server.mailbox.wait_for(1)
    said = compose_digest(digest, DASHBOARD)
    assert mail.message["Subject"].startswith("[HIGH] 2 problems held back")
    assert "In-Reply-To" not in mail.message
    assert Markup(mail.body("html")).links == [LINK, LINK, LIST]
    assert " ".join(mail.body("plain").split()).count(said.lines[0].text) == 2


def test_a_notice_has_the_link_to_acknowledge_where_there_is_one(notifier, server):
    url = f"{DASHBOARD}/a/0123456789abcdefABCDEF"

    notifier.send(replace(a_message(), acknowledge_url=url))

    (mail,) = server.mailbox.wait_for(1)
    assert Markup(mail.body("html")).links == [LINK, url]
    assert url in mail.body("plain").splitlines()


@pytest.mark.parametrize("a_message_of_several", SEVERAL.values(), ids=SEVERAL)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_was_reported_is_acted_on(notifier, server, text, a_message_of_several):
    notifier.send(a_message_of_several(text))

    (mail,) = server.mailbox.wait_for(1)
    assert Markup(mail.body("html")).links == [LINK, LINK, LIST]
    assert mail.recipients == ("ann@example.test",)
    assert "Bcc" not in mail.message
