"""Slack keeps the contract of all notifiers, by a bot and by an incoming webhook."""

import json
from typing import ClassVar

import pytest

from domain.delivery import DeliveryOutcome
from tests.contracts.notifier_contract import PAUSE, Fault, NotifierFaultsContract
from tests.support.slack_server import TOKEN, WEBHOOK_PATH
from tests.support.web_far_end import DRIP, DROP, HANG, Said, as_json

ACCEPTED, REFUSED, DEFERRED, UNREACHABLE, UNKNOWN = DeliveryOutcome
RETRY_AFTER = str(int(PAUSE.total_seconds()))
FAULTS = {
    Fault.HANGS: HANG,
    Fault.DRIPS: DRIP,
    Fault.DROPS: DROP,
    Fault.GARBAGE: Said(200, "<html>Welcome to our wireless network</html>"),
    Fault.BROKEN: Said(503, "upstream connect error"),
}


def error(code, *messages):
    return as_json(200, {"ok": False, "error": code, "response_metadata": {"messages": list(messages)}})


class BotFarEnd:
    """The server, by its script and its channels."""

    _errors: ClassVar = {REFUSED: "channel_not_found", DEFERRED: "something_new", UNREACHABLE: "invalid_auth"}
    _faults: ClassVar = FAULTS | {
        Fault.BUSY: as_json(429, {"ok": False, "error": "ratelimited"}, Retry_After=RETRY_AFTER),
        Fault.REFUSES: error("channel_not_found"),
        Fault.LOCKED_OUT: error("token_revoked"),
    }

    def __init__(self, server):
        self._server = server

    def make(self, outcome, *, answer):
        self._server.script = None
        if outcome is UNKNOWN:
            self._server.script = Said(200, f"<p>{answer}</p>")
        elif outcome is not ACCEPTED:
            self._server.script = error(self._errors[outcome], answer)

    def fail(self, fault):
        self._server.script = self._faults[fault]

    def arrived(self, count):
        assert len(self._server.posted) == count
        return [posted.channel for posted in self._server.posted]


class WebhookFarEnd(BotFarEnd):
    _statuses: ClassVar = {REFUSED: 400, UNREACHABLE: 403, UNKNOWN: 200}
    _faults: ClassVar = FAULTS | {
        Fault.BUSY: Said(429, "rate_limited", {"Retry-After": RETRY_AFTER}),
        Fault.REFUSES: Said(400, "invalid_payload"),
        Fault.LOCKED_OUT: Said(403, "invalid_token"),
    }

    def make(self, outcome, *, answer):
        self._server.script = None if outcome is ACCEPTED else Said(self._statuses[outcome], answer)


class TestSlackBot(NotifierFaultsContract):
    secret = TOKEN

    def recipient(self, number=0):
        return ("#ops", "#dev", "U012ABCDEF")[number % 3]

    @pytest.fixture
    def notifier(self, bot_to):
        return bot_to()

    @pytest.fixture
    def impatient(self, bot_to):
        return bot_to(timeout_s=1.0, limit_s=2.0)

    @pytest.fixture
    def away(self, bot_to, nowhere):
        return bot_to(api_url=nowhere)

    @pytest.fixture
    def far_end(self, slack):
        return BotFarEnd(slack)


class TestSlackWebhook(NotifierFaultsContract):
    outcomes = (ACCEPTED, REFUSED, UNREACHABLE, UNKNOWN)
    secret = WEBHOOK_PATH

    def recipient(self, number=0):
        return "webhook"

    @pytest.fixture
    def notifier(self, webhook_to):
        return webhook_to()

    @pytest.fixture
    def impatient(self, webhook_to):
        return webhook_to(timeout_s=1.0, limit_s=2.0)

    @pytest.fixture
    def away(self, webhook_to, nowhere):
        return webhook_to(nowhere)

    @pytest.fixture
    def far_end(self, slack):
        return WebhookFarEnd(slack)


def test_a_part_of_the_webhooks_url_is_a_secret_as_well(webhook_to, slack):
    secret = WEBHOOK_PATH.rpartition("/")[2]
    slack.script = Said(400, json.dumps({"token": secret}))

    assert secret not in webhook_to().send(TestSlackWebhook().message()).answer
