"""Text messages keep the contract of all notifiers, against what Twilio publishes."""

from typing import ClassVar

import pytest

from domain.delivery import DeliveryOutcome
from tests.contracts.notifier_contract import PAUSE, Fault, NotifierFaultsContract
from tests.support.twilio_server import TOKEN, refusal
from tests.support.web_far_end import DRIP, DROP, HANG, Said

ACCEPTED, REFUSED, DEFERRED, UNREACHABLE, UNKNOWN = DeliveryOutcome
FAULTS = {
    Fault.HANGS: HANG,
    Fault.DRIPS: DRIP,
    Fault.DROPS: DROP,
    Fault.GARBAGE: Said(201, "<html>Welcome to our wireless network</html>"),
    Fault.BROKEN: refusal(503, 20503, "Service unavailable"),
    Fault.BUSY: refusal(429, 20429, "Too many requests", Retry_After=str(int(PAUSE.total_seconds()))),
    Fault.REFUSES: refusal(400, 21211, "The 'To' number is not a valid phone number."),
    Fault.LOCKED_OUT: refusal(401, 20003, "Authenticate"),
}


class TwilioFarEnd:
    """The server, by its script and its messages."""

    _codes: ClassVar = {REFUSED: (400, 21610), UNREACHABLE: (401, 20003)}

    def __init__(self, server):
        self._server = server

    def make(self, outcome, *, answer):
        self._server.script = None
        if outcome is UNKNOWN:
            self._server.script = Said(201, answer)
        elif outcome is not ACCEPTED:
            self._server.script = refusal(*self._codes[outcome], answer)

    def fail(self, fault):
        self._server.script = FAULTS[fault]

    def arrived(self, count):
        assert len(self._server.texts) == count
        return [text.to for text in self._server.texts.values()]


class TestSmsNotifier(NotifierFaultsContract):
    outcomes = (ACCEPTED, REFUSED, UNREACHABLE, UNKNOWN)
    secret = TOKEN

    def recipient(self, number=0):
        return f"+491511234567{number}"

    @pytest.fixture
    def impatient(self, notifier_to):
        return notifier_to(timeout_s=1.0, limit_s=2.0)

    @pytest.fixture
    def notifier(self, notifier_to):
        return notifier_to()

    @pytest.fixture
    def away(self, notifier_to, nowhere):
        return notifier_to(api_url=nowhere)

    @pytest.fixture
    def far_end(self, twilio):
        return TwilioFarEnd(twilio)
