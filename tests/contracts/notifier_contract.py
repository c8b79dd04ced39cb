"""What every notifier keeps to. Subclasses give the fixtures and say by flags what their far end can do."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar, Protocol

import pytest

from application.ports.notifier import Notifier
from domain.delivery import Channel, DeliveryOutcome
from tests.support.builders_notices import HOSTILE, a_message, hostile_message

SECRET = "pl4nted-s3cret"


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
    """Whether it was given SECRET to log in with."""

    @pytest.fixture
    def notifier(self) -> Notifier:
        raise NotImplementedError

    @pytest.fixture
    def far_end(self) -> FarEnd:
        raise NotImplementedError

    def test_serves_a_channel(self, notifier: Notifier):
        assert notifier.channel in Channel

    def test_what_is_accepted_arrives_once(self, notifier: Notifier, far_end: FarEnd):
        result = notifier.send(a_message(recipient="ann@example.test"))

        assert result.outcome is DeliveryOutcome.ACCEPTED
        assert result.answer
        assert far_end.arrived(1) == ["ann@example.test"]

    def test_says_what_came_of_it(self, notifier: Notifier, far_end: FarEnd):
        for outcome in self.outcomes:
            far_end.make(outcome, answer="said so")

            assert notifier.send(a_message()).outcome is outcome

    def test_an_attempt_after_a_failed_one_succeeds(self, notifier: Notifier, far_end: FarEnd):
        far_end.make(DeliveryOutcome.UNREACHABLE, answer="away")
        notifier.send(a_message())
        far_end.make(DeliveryOutcome.ACCEPTED, answer="back")

        assert notifier.send(a_message()).outcome is DeliveryOutcome.ACCEPTED
        far_end.arrived(1)

    @pytest.mark.parametrize("outcome", [DeliveryOutcome.REFUSED, DeliveryOutcome.DEFERRED])
    def test_an_answer_is_one_harmless_line_of_at_most_300_characters(self, notifier, far_end, outcome):
        far_end.make(outcome, answer=f"first \x1b[31m \u202e words {'long ' * 90}")

        answer = notifier.send(a_message()).answer

        assert "first" in answer
        assert (len(answer) <= 300, answer.isprintable()) == (True, True)

    def test_an_answer_holds_no_secret(self, notifier: Notifier, far_end: FarEnd):
        if not self.knows_secrets:
            return
        for outcome in self.outcomes:
            far_end.make(outcome, answer=f"your secret {SECRET} is known")

            assert SECRET not in notifier.send(a_message()).answer

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_whatever_was_reported_arrives(self, notifier: Notifier, far_end: FarEnd, text: str):
        assert notifier.send(hostile_message(text)).outcome is DeliveryOutcome.ACCEPTED
        far_end.arrived(1)

    def test_threads_may_share_it(self, notifier: Notifier, far_end: FarEnd):
        messages = [a_message(number=number, recipient=f"r{number}@example.test") for number in range(8)]

        with ThreadPoolExecutor(4) as threads:
            results = list(threads.map(notifier.send, messages))

        assert {result.outcome for result in results} == {DeliveryOutcome.ACCEPTED}
        assert sorted(far_end.arrived(8)) == [f"r{number}@example.test" for number in range(8)]
