"""Webhooks keep the contract of all notifiers, against a real receiver."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import pytest

from application.ports.notifier import Message
from domain.delivery import AttemptResult, DeliveryOutcome
from tests.contracts.notifier_contract import OUTCOMES, PAUSE, SECRET, Fault, NotifierFaultsContract
from tests.integration.webhook.conftest import a_notice_to, stored
from tests.support.builders_webhooks import an_endpoint
from tests.support.webhook_receiver import DRIP_HEAD, DROP, GARBAGE, HANG, closed_port

STATUSES = {
    DeliveryOutcome.ACCEPTED: 200,
    DeliveryOutcome.REFUSED: 410,
    DeliveryOutcome.DEFERRED: 422,
    DeliveryOutcome.UNREACHABLE: 503,
}
MISBEHAVIOURS = {Fault.HANGS: HANG, Fault.DRIPS: DRIP_HEAD, Fault.DROPS: DROP, Fault.GARBAGE: GARBAGE}
FAULTY_STATUSES = {Fault.BUSY: 429, Fault.BROKEN: 500, Fault.REFUSES: 410, Fault.LOCKED_OUT: 401}


class ToEndpoints:
    """Stands before the notifier: the contract names its recipients as mail does, here each has an endpoint."""

    def __init__(self, notifier, store, url) -> None:
        self._notifier, self._store, self._url = notifier, store, url
        self.channel = notifier.channel

    def send(self, message: Message) -> AttemptResult:
        # Its path holds the secret; a new one for each message, since one that is gone is not used any more.
        endpoint = stored(self._store, an_endpoint(url=f"{self._url}/{SECRET}/{message.notification.recipient}"))
        return self._notifier.send(a_notice_to(endpoint.id, message))


class WebhookFarEnd:
    """The receiver, by its script and what it accepted."""

    def __init__(self, receiver) -> None:
        self._receiver = receiver

    def make(self, outcome: DeliveryOutcome, *, answer: str) -> None:
        self._receiver.answer(STATUSES[outcome], answer)

    def fail(self, fault: Fault) -> None:
        if fault in MISBEHAVIOURS:
            self._receiver.misbehave(MISBEHAVIOURS[fault], status=0)
        else:
            self._receiver.answer(FAULTY_STATUSES[fault], SECRET, Retry_After=str(PAUSE.seconds))

    def arrived(self, count: int) -> Sequence[str]:
        accepted = [each for each in self._receiver.posted() if each.status == 200]
        assert len(accepted) == count
        assert all(each.verified for each in accepted)
        return [each.path.rpartition("/")[2] for each in accepted]


class TestWebhookNotifier(NotifierFaultsContract):
    # What was handed over and not answered is sent again until it expires: its id tells the receiver that it is a
    # repeat, so that no copies are to be feared.
    outcomes: ClassVar[Sequence[DeliveryOutcome]] = tuple(STATUSES)
    outcomes_of_faults: ClassVar[Mapping[Fault, DeliveryOutcome]] = OUTCOMES | dict.fromkeys(
        MISBEHAVIOURS, DeliveryOutcome.UNREACHABLE
    )

    @pytest.fixture
    def notifier(self, notifier, store, receiver):
        return ToEndpoints(notifier, store, receiver.url(""))

    @pytest.fixture
    def impatient(self, notifier_with, store, receiver):
        return ToEndpoints(notifier_with(limit_s=0.5), store, receiver.url(""))

    @pytest.fixture
    def away(self, notifier_with, store):
        return ToEndpoints(notifier_with(), store, f"http://127.0.0.1:{closed_port()}")

    @pytest.fixture
    def far_end(self, receiver):
        return WebhookFarEnd(receiver)
