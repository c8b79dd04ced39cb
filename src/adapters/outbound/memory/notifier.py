"""A channel that only remembers."""

from collections import deque

from application.ports.notifier import Message
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.display_text import safe_line

_ANSWER_CHARS = 300


class MemoryNotifier:
    """For tests, demonstrations and rehearsals: keeps what it accepted in `sent`, and answers what it is told."""

    def __init__(self, channel: Channel = Channel.EMAIL) -> None:
        self.sent: list[Message] = []
        self._channel = channel
        self._answers: deque[AttemptResult] = deque()

    @property
    def channel(self) -> Channel:
        """The channel that it stands in for."""
        return self._channel

    def answer_next(self, *outcomes: DeliveryOutcome, answer: str = "as told") -> None:
        """Answer the next attempts so, one each; those after them are accepted."""
        self._answers.extend(AttemptResult(outcome, safe_line(answer, _ANSWER_CHARS)) for outcome in outcomes)

    def send(self, message: Message) -> AttemptResult:
        """Keep it, unless told otherwise."""
        result = self._answers.popleft() if self._answers else AttemptResult(DeliveryOutcome.ACCEPTED, "kept in memory")
        if result.outcome is DeliveryOutcome.ACCEPTED:
            self.sent.append(message)
        return result
