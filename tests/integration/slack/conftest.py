"""A Slack on loopback, one a session, as new for each test."""

import socket

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.slack.incoming_webhook import IncomingWebhook
from adapters.outbound.slack.notifier import SlackNotifier
from adapters.outbound.slack.web_api import WebApi
from tests.support.builders_notices import DASHBOARD, NOON
from tests.support.slack_server import TOKEN, WEBHOOK_PATH, SlackServer
from tests.support.web_far_end import running


@pytest.fixture(scope="session")
def slack_server():
    with running(SlackServer()) as server:
        yield server


@pytest.fixture
def slack(slack_server):
    slack_server.reset()
    return slack_server


@pytest.fixture
def nowhere():
    """The URL of a port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def bot_to(slack):
    """A notifier that posts as a bot."""

    def made(**changes):
        usual = {"token": TOKEN, "api_url": slack.api_url, "clock": MemoryClock(NOON)}
        return SlackNotifier(api=WebApi(**usual | changes), webhook=None, dashboard_url=DASHBOARD)

    return made


@pytest.fixture
def webhook_to(slack):
    """A notifier that posts by an incoming webhook."""

    def made(base=None, **changes):
        url = (base or slack.url) + WEBHOOK_PATH
        webhook = IncomingWebhook(url, clock=MemoryClock(NOON), **changes)
        return SlackNotifier(api=None, webhook=webhook, dashboard_url=DASHBOARD)

    return made


@pytest.fixture
def notifier(bot_to):
    return bot_to()
