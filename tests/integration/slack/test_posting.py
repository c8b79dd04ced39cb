"""What stands in Slack once a notice was posted."""

from dataclasses import replace

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.slack.incoming_webhook import IncomingWebhook
from adapters.outbound.slack.notifier import SlackNotifier
from adapters.outbound.slack.web_api import WebApi
from domain.delivery import DeliveryOutcome
from domain.severity import Severity
from tests.support.builders_notices import DASHBOARD, HOSTILE, NOON, a_message, a_report, an_id, hostile_message
from tests.support.hostile import INJECTIONS
from tests.support.slack_server import TOKEN, as_written
from tests.support.web_far_end import Said, as_json

LINK = f"{DASHBOARD}/admin/error-logging/errors/{an_id(0xD)}/|Open the error"
OPS = {"recipient": "#ops"}


def of(message, thread=None, **changes):
    """The message, of an episode with that thread."""
    return replace(message, episode=replace(message.episode, slack_thread=thread), **changes)


def test_it_says_what_is_known_in_its_order(notifier, slack):
    notifier.send(a_message(**OPS))

    (posted,) = slack.posted
    texts = [text for _, text in posted.texts]
    order = ("[CRITICAL] laravel production", "DatabaseError", "New: this was never", "Errors", "Escalates", "Open the")
    places = [next(n for n, text in enumerate(texts) if n and words in text) for words in order]
    assert places == sorted(places)
    assert posted.markup == [LINK]
    assert posted.body["attachments"][0]["color"] == "#b3261e"


def test_each_severity_has_its_colour(notifier, slack):
    for severity in Severity:
        notifier.send(a_message(a_report(severity=severity), **OPS))

    assert len({posted.body["attachments"][0]["color"] for posted in slack.posted}) == len(Severity)


def test_a_link_to_acknowledge_and_a_mention(notifier, slack):
    url = f"{DASHBOARD}/a/0123456789abcdefABCDEF"

    notifier.send(replace(a_message(**OPS), mention="U012ABCDEF", acknowledge_url=url))

    (posted,) = slack.posted
    assert posted.markup == ["@U012ABCDEF", "@U012ABCDEF", LINK, f"{url}|Acknowledge"]


@pytest.mark.parametrize("mention", ["<!channel>", "!here", "C024BE91L", "ann", ""])
def test_nothing_but_a_member_is_mentioned(notifier, slack, mention):
    notifier.send(replace(a_message(**OPS), mention=mention))

    assert slack.posted[0].markup == [LINK]


def test_the_first_message_begins_a_thread_and_later_ones_answer_it(notifier, slack):
    first = notifier.send(a_message(**OPS))
    second = notifier.send(of(a_message(**OPS), first.thread))

    assert first.thread == first.provider_id == f"#ops:{slack.posted[0].ts}"
    assert [posted.thread_ts for posted in slack.posted] == [None, slack.posted[0].ts]
    assert (second.thread, second.provider_id) == (None, f"#ops:{slack.posted[1].ts}")


@pytest.mark.parametrize("thread", ["#dev:1700000000.000001", "nonsense", "#ops:<1>", ":", "#ops:"])
def test_a_thread_elsewhere_is_not_answered(notifier, slack, thread):
    result = notifier.send(of(a_message(**OPS), thread))

    assert slack.posted[0].thread_ts is None
    assert result.thread == f"#ops:{slack.posted[0].ts}"


def test_where_the_thread_was_deleted_another_is_begun(notifier, slack):
    result = notifier.send(of(a_message(**OPS), "#ops:1600000000.000001"))

    assert (len(slack.asked), len(slack.posted)) == (2, 1)
    assert result.thread == f"#ops:{slack.posted[0].ts}"


def test_a_member_is_written_to(notifier, slack):
    assert notifier.send(a_message(recipient="U012ABCDEF")).outcome is DeliveryOutcome.ACCEPTED
    assert slack.posted[0].channel == "U012ABCDEF"


@pytest.mark.parametrize("recipient", ["", "#", "@ann", "#a b", "<!channel>", "a,b", "x" * 90, "ann@example.test"])
def test_what_is_no_channel_is_refused_without_asking(notifier, slack, recipient):
    assert notifier.send(a_message(recipient=recipient)).outcome is DeliveryOutcome.REFUSED
    assert slack.asked == []


def test_a_webhook_has_no_threads_and_names_no_channel(webhook_to, slack):
    result = webhook_to().send(of(a_message(recipient="webhook"), "webhook:1700000000.000001"))

    assert (result.outcome, result.thread, result.provider_id) == (DeliveryOutcome.ACCEPTED, None, None)
    assert {"channel", "thread_ts"} & set(slack.posted[0].body) == set()


def test_each_way_is_taken_where_there_is_the_other_too(slack):
    clock = MemoryClock(NOON)
    both = SlackNotifier(
        api=WebApi(TOKEN, clock=clock, api_url=slack.api_url),
        webhook=IncomingWebhook(slack.webhook_url, clock=clock),
        dashboard_url=DASHBOARD,
    )

    for recipient in ("#ops", "webhook"):
        both.send(a_message(recipient=recipient))

    assert [posted.channel for posted in slack.posted] == ["#ops", "webhook"]


def test_a_way_that_is_not_set_up_waits(bot_to, webhook_to):
    by_webhook, by_bot = bot_to().send(a_message(recipient="webhook")), webhook_to().send(a_message(**OPS))

    assert {by_bot.outcome, by_webhook.outcome} == {DeliveryOutcome.UNREACHABLE}
    assert (by_bot.answer, by_webhook.answer) == ("SLACK_BOT_TOKEN is not set", "SLACK_WEBHOOK_URL is not set")


@pytest.mark.parametrize("text", [*HOSTILE.values(), *INJECTIONS.values()], ids=[*HOSTILE, *INJECTIONS])
@pytest.mark.parametrize("way", ["#ops", "webhook"])
def test_nothing_that_was_reported_is_acted_on(bot_to, webhook_to, slack, way, text):
    notifier = webhook_to() if way == "webhook" else bot_to()

    result = notifier.send(hostile_message(text, recipient=way))

    (posted,), (asked,) = slack.posted, slack.asked
    assert result.outcome is DeliveryOutcome.ACCEPTED
    assert posted.markup == [LINK]
    assert all(each.isprintable() for _, shown in posted.texts for each in shown.split("\n"))
    assert "evil.com" not in as_written(asked.body)
    assert {posted.body["unfurl_links"], posted.body["unfurl_media"]} == {False}
    assert all(block["text"]["verbatim"] for block in posted.body["attachments"][0]["blocks"] if "text" in block)


def test_what_looks_like_markup_is_shown_as_it_was_written(notifier, slack):
    notifier.send(a_message(a_report(message="a < b && b > c &lt; <!here>"), **OPS))

    assert slack.posted[0].shows("a < b && b > c &lt; <!here>")


def test_a_redirect_is_not_followed_with_the_token(notifier, slack):
    slack.script = Said(302, "", {"Location": f"{slack.url}/elsewhere"})

    assert notifier.send(a_message(**OPS)).outcome is DeliveryOutcome.UNREACHABLE
    assert [asked.path for asked in slack.asked] == ["/api/chat.postMessage"]


@pytest.mark.parametrize("way", ["#ops", "webhook"])
def test_no_proxy_of_the_environment_is_used(bot_to, webhook_to, slack, nowhere, monkeypatch, way):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, nowhere)
    notifier = webhook_to() if way == "webhook" else bot_to()

    assert notifier.send(a_message(recipient=way)).outcome is DeliveryOutcome.ACCEPTED


@pytest.mark.parametrize("level", ["DEBUG", "WARNING"])
def test_no_secret_is_logged(bot_to, webhook_to, slack, caplog, level):
    caplog.set_level(level)
    for script in (None, as_json(200, {"ok": False, "error": "invalid_auth"}), Said(500, TOKEN), "drop"):
        slack.script = script
        bot_to().send(a_message(**OPS))
        webhook_to().send(a_message(recipient="webhook"))

    assert "s3cret" not in caplog.text


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (as_json(200, {"ok": False, "error": "missing_scope", "needed": "chat:write"}), DeliveryOutcome.UNREACHABLE),
        (as_json(200, {"ok": False, "error": "not_in_channel"}), DeliveryOutcome.REFUSED),
        (as_json(200, {"ok": False, "error": "invalid_blocks"}), DeliveryOutcome.REFUSED),
        (as_json(200, {"ok": False, "error": "ratelimited"}), DeliveryOutcome.UNREACHABLE),
        (as_json(200, {"ok": False, "error": "internal_error"}), DeliveryOutcome.UNKNOWN),
        (as_json(200, {"ok": False, "error": "a code of tomorrow"}), DeliveryOutcome.UNKNOWN),
        (as_json(200, {"ok": False}), DeliveryOutcome.UNKNOWN),
        *((as_json(200, garbage), DeliveryOutcome.UNKNOWN) for garbage in ([], [1], 5, None, "ok", {})),
        (as_json(403, {"ok": False, "error": "invalid_auth"}), DeliveryOutcome.UNREACHABLE),
        (as_json(500, {"ok": False, "error": "internal_error"}), DeliveryOutcome.UNREACHABLE),
        (Said(504, ""), DeliveryOutcome.UNKNOWN),
        (Said(429, ""), DeliveryOutcome.UNREACHABLE),
        (Said(200, "x" * 1_000_000), DeliveryOutcome.UNKNOWN),
    ],
)
def test_answers(notifier, slack, answer, outcome):
    slack.script = answer

    assert notifier.send(a_message(**OPS)).outcome is outcome


def test_a_busy_slack_that_does_not_say_how_long_is_left_alone_for_a_while(notifier, slack):
    slack.script = as_json(200, {"ok": False, "error": "ratelimited"})

    assert notifier.send(a_message(**OPS)).retry_after.total_seconds() == 30
