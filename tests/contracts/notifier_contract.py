"""What every notifier keeps to. Subclasses give the fixtures and say by flags what their far end can do."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from enum import Enum
from typing import ClassVar, Protocol

import pytest

from application.ports.notifier import Message, Notifier
from domain.delivery import Channel, DeliveryOutcome
from tests.support.builders_notices import HOSTILE, a_message, hostile_message

SECRET = "pl4nted-s3cret"


class Fault(Enum):
    """What can be wrong with a server that messages are handed to."""

    HANGS = "takes the message and says nothing"
    DRIPS = "begins an answer that never ends"
    DROPS = "takes the message and ends the connection"
    GARBAGE = "answers something that is no answer"
    BUSY = "asks to be left alone"
    BROKEN = "says that something is wrong with itself"
    REFUSES = "refuses this message, or its receiver, for good"
    LOCKED_OUT = "does not take our login"


OUTCOMES: Mapping[Fault, DeliveryOutcome] = {
    Fault.HANGS: DeliveryOutcome.UNKNOWN,
    Fault.DRIPS: DeliveryOutcome.UNKNOWN,
    Fault.DROPS: DeliveryOutcome.UNKNOWN,
    Fault.GARBAGE: DeliveryOutcome.UNKNOWN,
    Fault.BUSY: DeliveryOutcome.UNREACHABLE,
    Fault.BROKEN: DeliveryOutcome.UNREACHABLE,
    Fault.REFUSES: DeliveryOutcome.REFUSED,
    Fault.LOCKED_OUT: DeliveryOutcome.UNREACHABLE,
}
"""The same for every channel (N5): what was handed over and not answered may have arrived, what is said of the message
uses up an attempt, and what is true of every message does not.
"""
PAUSE = timedelta(seconds=17)
"""How long a busy server asks to be left alone, where it can say so."""


class FarEnd(Protocol):
    """What a channel's messages arrive at."""

    def make(self, outcome: DeliveryOutcome, *, answer: str) -> None:
        """Let every further attempt end so, with this in the answer where there is one."""
        ...

    def arrived(self, count: int) -> Sequence[str]:
        """The recipients of what arrived, once `count` messages did; fails where there are more or fewer."""
        ...


class NotifierContract:
    """Bind by a subclass with the fixtures `notifier` and `far_end`."""

    outcomes: ClassVar[Sequence[DeliveryOutcome]] = tuple(DeliveryOutcome)
    """Those that the far end can be made to have."""
    knows_secrets: ClassVar[bool] = True
    """Whether it was given `secret` to log in with."""
    secret: ClassVar[str] = SECRET

    def recipient(self, number: int = 0) -> str:
        """An address in this channel."""
        return f"r{number}@example.test"

    def message(self, text: str | None = None, *, number: int = 1) -> Message:
        """A notice to such an address; hostile where `text` is given."""
        if text is None:
            return a_message(number=number, recipient=self.recipient(number))
        return hostile_message(text, recipient=self.recipient(number))

    @pytest.fixture
    def notifier(self) -> Notifier:
        raise NotImplementedError

    @pytest.fixture
    def far_end(self) -> FarEnd:
        raise NotImplementedError

    def test_serves_a_channel(self, notifier: Notifier):
        assert notifier.channel in Channel

    def test_what_is_accepted_arrives_once(self, notifier: Notifier, far_end: FarEnd):
        result = notifier.send(self.message(number=0))

        assert result.outcome is DeliveryOutcome.ACCEPTED
        assert result.answer
        assert far_end.arrived(1) == [self.recipient(0)]

    def test_says_what_came_of_it(self, notifier: Notifier, far_end: FarEnd):
        for outcome in self.outcomes:
            far_end.make(outcome, answer="said so")

            assert notifier.send(self.message()).outcome is outcome

    def test_an_attempt_after_a_failed_one_succeeds(self, notifier: Notifier, far_end: FarEnd):
        far_end.make(DeliveryOutcome.UNREACHABLE, answer="away")
        notifier.send(self.message())
        far_end.make(DeliveryOutcome.ACCEPTED, answer="back")

        assert notifier.send(self.message()).outcome is DeliveryOutcome.ACCEPTED
        far_end.arrived(1)

    @pytest.mark.parametrize("outcome", [DeliveryOutcome.REFUSED, DeliveryOutcome.DEFERRED])
    def test_an_answer_is_one_harmless_line_of_at_most_300_characters(self, notifier, far_end, outcome):
        if outcome not in self.outcomes:
            return
        far_end.make(outcome, answer=f"first \x1b[31m \u202e words {'long ' * 90}")

        answer = notifier.send(self.message()).answer

        assert "first" in answer
        assert (len(answer) <= 300, answer.isprintable()) == (True, True)

    def test_an_answer_holds_no_secret(self, notifier: Notifier, far_end: FarEnd):
        if not self.knows_secrets:
            return
        for outcome in self.outcomes:
            far_end.make(outcome, answer=f"your secret {self.secret} is known")

            assert self.secret not in notifier.send(self.message()).answer

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_whatever_was_reported_arrives(self, notifier: Notifier, far_end: FarEnd, text: str):
        assert notifier.send(self.message(text)).outcome is DeliveryOutcome.ACCEPTED
        far_end.arrived(1)

    def test_threads_may_share_it(self, notifier: Notifier, far_end: FarEnd):
        messages = [self.message(number=number) for number in range(8)]

        with ThreadPoolExecutor(4) as threads:
            results = list(threads.map(notifier.send, messages))

        assert {result.outcome for result in results} == {DeliveryOutcome.ACCEPTED}
        assert sorted(far_end.arrived(8)) == sorted(self.recipient(number) for number in range(8))


class FaultyEnd(FarEnd, Protocol):
    """A server that can be made to fail."""

    def fail(self, fault: Fault) -> None:
        """Let every further attempt meet this; where it is busy and can say so, for PAUSE."""
        ...


class NotifierFaultsContract(NotifierContract):
    """For those that talk to a server. Further fixtures: `impatient`, a notifier that waits for no answer longer than
    half a second and makes an attempt of at most one, and `away`, one whose server is not there.
    """

    says_how_long: ClassVar[bool] = True
    """Whether a busy server can say for how long."""
    outcomes_of_faults: ClassVar[Mapping[Fault, DeliveryOutcome]] = OUTCOMES

    @pytest.fixture
    def impatient(self) -> Notifier:
        raise NotImplementedError

    @pytest.fixture
    def away(self) -> Notifier:
        raise NotImplementedError

    @pytest.mark.parametrize("fault", Fault)
    def test_whatever_is_wrong_has_the_outcome_that_it_has_everywhere(self, impatient, far_end, fault):
        far_end.fail(fault)
        began = time.monotonic()

        result = impatient.send(self.message())

        assert (result.outcome, time.monotonic() - began < 5) == (self.outcomes_of_faults[fault], True), result
        assert (bool(result.answer), self.secret in result.answer) == (True, False)

    def test_a_server_that_is_not_there_costs_no_attempt(self, away):
        result = away.send(self.message())

        assert (result.outcome, self.secret in result.answer) == (DeliveryOutcome.UNREACHABLE, False)

    def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(self, impatient, far_end):
        far_end.fail(Fault.BUSY)

        assert impatient.send(self.message()).retry_after == (PAUSE if self.says_how_long else None)

    @pytest.mark.parametrize("fault", Fault)
    def test_once_it_is_well_again_the_message_arrives(self, impatient, far_end, fault):
        far_end.fail(fault)
        impatient.send(self.message())
        far_end.make(DeliveryOutcome.ACCEPTED, answer="back")

        assert impatient.send(self.message()).outcome is DeliveryOutcome.ACCEPTED
        far_end.arrived(1)
