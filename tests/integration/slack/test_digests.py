"""What sums up several in Slack: a line and a link each, all text data."""

from dataclasses import replace

import pytest

from tests.support.builders_digests import SEVERAL, a_digest
from tests.support.builders_notices import DASHBOARD, HOSTILE, an_id

OPEN = f"{DASHBOARD}/admin/error-logging/errors/{an_id(0xD)}/|open"
LIST = f"{DASHBOARD}/admin/error-logging/|Open the list"


@pytest.mark.parametrize("lines", [1, 2, 50])
def test_a_line_and_a_link_each_and_no_thread(notifier, slack, lines):
    digest = a_digest("Connection failed", lines, left_out=4, recipient="#ops")

    result = notifier.send(replace(digest, episode=replace(digest.episode, slack_thread="#ops:1700000000.000001")))

    (posted,) = slack.posted
    assert posted.markup == [*[OPEN] * lines, LIST]
    assert (posted.thread_ts, posted.shows("and 4 more"), result.answer) == (None, True, "ok")


@pytest.mark.parametrize("a_message_of_several", SEVERAL.values(), ids=SEVERAL)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_was_reported_is_acted_on(notifier, slack, text, a_message_of_several):
    said = a_message_of_several(text.encode("utf-8", "replace").decode(), 50, recipient="#ops")

    assert notifier.send(said).answer == "ok"
    assert slack.posted[0].markup == [*[OPEN] * 50, LIST]
