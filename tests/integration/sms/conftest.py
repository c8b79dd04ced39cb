"""A Twilio on loopback, one a session, as new for each test."""

import socket

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.sms.notifier import SmsNotifier
from adapters.outbound.sms.status_reader import SmsStatusReader
from adapters.outbound.sms.twilio_account import TwilioAccount
from tests.support.builders_notices import DASHBOARD, NOON
from tests.support.twilio_server import SENDER, SID, TOKEN, TwilioServer
from tests.support.web_far_end import running


@pytest.fixture(scope="session")
def twilio_server():
    with running(TwilioServer()) as server:
        yield server


@pytest.fixture
def twilio(twilio_server):
    twilio_server.reset()
    return twilio_server


@pytest.fixture
def nowhere():
    """The URL of a port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def notifier_to(twilio):
    """A notifier whose account fits the server, with changes."""

    def made(sender=SENDER, **changes):
        account = TwilioAccount(**{"sid": SID, "token": TOKEN, "api_url": twilio.url} | changes)
        return SmsNotifier(account, sender=sender, dashboard_url=DASHBOARD, clock=MemoryClock(NOON))

    return made


@pytest.fixture
def notifier(notifier_to):
    return notifier_to()


@pytest.fixture
def status_reader(twilio):
    return SmsStatusReader(TwilioAccount(sid=SID, token=TOKEN, api_url=twilio.url, timeout_s=1.0, limit_s=2.0))
