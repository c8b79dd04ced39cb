"""Mail keeps the contract of all notifiers, against a real server."""

from collections.abc import Sequence

import pytest

from domain.delivery import DeliveryOutcome
from tests.contracts.notifier_contract import NotifierContract
from tests.support.smtp import CONTENT, DROP, MailServer

STEPS = {
    DeliveryOutcome.REFUSED: ("RCPT", "550 5.1.1 {answer}"),
    DeliveryOutcome.DEFERRED: ("RCPT", "450 4.2.0 {answer}"),
    DeliveryOutcome.UNREACHABLE: ("MAIL", "421 4.3.2 {answer}"),
    DeliveryOutcome.UNKNOWN: (CONTENT, DROP),
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

    def arrived(self, count: int) -> Sequence[str]:
        return [address for mail in self._server.mailbox.wait_for(count) for address in mail.recipients]


class TestEmailNotifier(NotifierContract):
    @pytest.fixture
    def notifier(self, notifier_to):
        return notifier_to()

    @pytest.fixture
    def far_end(self, server):
        return MailFarEnd(server)
