"""The notifier that only remembers keeps the contract of all notifiers."""

from collections.abc import Sequence

import pytest

from adapters.outbound.memory.notifier import MemoryNotifier
from domain.delivery import DeliveryOutcome
from tests.contracts.notifier_contract import NotifierContract
from tests.support.builders_notices import a_message


class MemoryFarEnd:
    """The notifier's own memory; it has no secrets to keep, so none is said."""

    def __init__(self, notifier: MemoryNotifier) -> None:
        self._notifier = notifier

    def make(self, outcome: DeliveryOutcome, *, answer: str) -> None:
        self._notifier.answer_next(outcome, answer=answer)

    def arrived(self, count: int) -> Sequence[str]:
        assert len(self._notifier.sent) == count
        return [message.notification.recipient for message in self._notifier.sent]


class TestMemoryNotifier(NotifierContract):
    knows_secrets = False

    @pytest.fixture
    def notifier(self):
        return MemoryNotifier()

    @pytest.fixture
    def far_end(self, notifier):
        return MemoryFarEnd(notifier)

    def test_answers_what_it_is_told_and_then_accepts(self, notifier):
        notifier.answer_next(DeliveryOutcome.DEFERRED, DeliveryOutcome.REFUSED)

        outcomes = [notifier.send(a_message(number=number)).outcome for number in range(3)]

        assert outcomes == [DeliveryOutcome.DEFERRED, DeliveryOutcome.REFUSED, DeliveryOutcome.ACCEPTED]
        assert [message.idempotency_key[-1] for message in notifier.sent] == ["2"]
