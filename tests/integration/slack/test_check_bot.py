"""The doctor's look at Slack."""

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.slack.check import check_bot
from adapters.outbound.slack.web_api import WebApi
from application.diagnosis import Health
from tests.support.builders_notices import NOON
from tests.support.slack_server import TOKEN
from tests.support.web_far_end import DROP, Said


def look(url, token=TOKEN, places=("#errors",)):
    return check_bot(WebApi(token, clock=MemoryClock(NOON), api_url=url), places)


def test_a_bot_that_may_post(slack):
    finding = look(slack.api_url)

    assert (finding.health, "whether there is #errors" in finding.what) == (Health.OK, True)
    assert slack.posted == []


def test_a_bot_without_a_channel_tells_nobody_by_itself(slack):
    finding = look(slack.api_url, places=())

    assert (finding.health, "SLACK_CHANNEL" in finding.mend) == (Health.WARN, True)


def test_a_bot_that_may_not_post(slack):
    slack.scopes = "im:write,users:read"

    finding = look(slack.api_url)

    assert (finding.health, "chat:write" in finding.mend) == (Health.FAIL, True)


def test_a_token_that_slack_does_not_know_is_named_and_not_shown(slack):
    wrong = "xoxb-0123456789-0ther"
    finding = look(slack.api_url, wrong)

    assert (finding.health, finding.what) == (Health.FAIL, "Slack refuses the bot: invalid_auth")
    assert "SLACK_BOT_TOKEN" in finding.mend
    assert wrong not in finding.what + finding.mend


@pytest.mark.parametrize("script", [DROP, Said(500, "geheim"), Said(200, "<html>"), Said(429, "")])
def test_a_slack_that_gives_no_answer_is_not_a_refusal(slack, script):
    slack.script = script

    finding = look(slack.api_url)

    assert (finding.health, "SLACK_API_URL" in finding.mend) == (Health.FAIL, True)
    assert "refuses" not in finding.what


def test_nothing_listens(nowhere):
    assert "could not be asked" in look(f"{nowhere}/api").what
