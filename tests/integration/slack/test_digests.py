"""What sums up several in Slack: a line and a link each, all text data."""

import json
from dataclasses import replace

import pytest

from domain.notification import NotificationKind
from tests.support.builders_notices import DASHBOARD, HOSTILE, a_message, an_id

OPEN = f"{DASHBOARD}/admin/error-logging/errors/{an_id(0xD)}/|open"
LIST = f"{DASHBOARD}/admin/error-logging/|Open the list"


def a_digest(text: str, lines: int, recipient: str = "#ops"):
    """A digest, frozen, that says this in every line."""
    said = dict.fromkeys(("service", "environment", "error_type", "message"), text[:300])
    counts = {"errors": 3, "news": "new_pattern", "count": 2, "level": 0, "over": False}
    line = {"severity": "high", "error_id": str(an_id(0xD)), **said, **counts}
    message = a_message(recipient=recipient)
    body = json.dumps({"lines": [line] * lines, "left_out": 4})
    return replace(message, notification=replace(message.notification, kind=NotificationKind.DIGEST, body=body))


@pytest.mark.parametrize("lines", [1, 2, 50])
def test_a_line_and_a_link_each_and_no_thread(notifier, slack, lines):
    digest = a_digest("Connection failed", lines)

    result = notifier.send(replace(digest, episode=replace(digest.episode, slack_thread="#ops:1700000000.000001")))

    (posted,) = slack.posted
    assert posted.markup == [*[OPEN] * lines, LIST]
    assert (posted.thread_ts, posted.shows("and 4 more"), result.answer) == (None, True, "ok")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_was_reported_is_acted_on(notifier, slack, text):
    assert notifier.send(a_digest(text.encode("utf-8", "replace").decode(), 50)).answer == "ok"
    assert slack.posted[0].markup == [*[OPEN] * 50, LIST]
