"""Mail keeps the contract of all notifiers, against a real server."""

import socket
from collections.abc import Sequence

import pytest

from domain.delivery import DeliveryOutcome
from tests.contracts.notifier_contract import Fault, NotifierFaultsContract
from tests.support.smtp import CONTENT, DRIP, DROP, GREETING, HANG, MailServer

STEPS = {
    DeliveryOutcome.REFUSED: ("RCPT", "550 5.1.1 {answer}"),
    DeliveryOutcome.DEFERRED: ("RCPT", "450 4.2.0 {answer}"),
    DeliveryOutcome.UNREACHABLE: ("MAIL", "421 4.3.2 {answer}"),
    DeliveryOutcome.UNKNOWN: (CONTENT, DROP),
}
FAULTS = {
    Fault.HANGS: (CONTENT, HANG),
    Fault.DRIPS: (CONTENT, DRIP),
    Fault.DROPS: (CONTENT, DROP),
    Fault.GARBAGE: (CONTENT, "what?"),
    Fault.BUSY: ("MAIL", "421 4.3.2 come back later"),
    Fault.BROKEN: (GREETING, "554 no service here"),
    Fault.REFUSES: ("RCPT", "550 5.1.1 nobody of that name"),
    Fault.LOCKED_OUT: ("AUTH", "535 5.7.8 no"),
}


class MailFarEnd:
    """The server, by its script and its mailbox."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def make(self, outcome: DeliveryOutcome, *, answer: str) -> None:
        self._server.script.clear()
        if outcome is not DeliveryOutcome.ACCEPTED:
            step, line = STEPS[outcome]
            self._server.script[step] = line.format(answer=answer)

    def fail(self, fault: Fault) -> None:
        step, action = FAULTS[fault]
        self._server.script.clear()
        self._server.script[step] = action

    def arrived(self, count: int) -> Sequence[str]:
        return [address for mail in self._server.mailbox.wait_for(count) for address in mail.recipients]


class TestEmailNotifier(NotifierFaultsContract):
    says_how_long = False

    @pytest.fixture
    def notifier(self, notifier_to):
        return notifier_to()

    @pytest.fixture
    def impatient(self, notifier_to):
        return notifier_to(timeout_s=1.0, attempt_limit_s=2.0)

    @pytest.fixture
    def away(self, notifier_to):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            free = taken.getsockname()[1]
        return notifier_to(port=free)

    @pytest.fixture
    def far_end(self, server):
        return MailFarEnd(server)
