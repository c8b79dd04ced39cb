"""What a mail server's answer means for the notice: the one table of it."""

from enum import Enum

from domain.delivery import DeliveryOutcome


class Phase(Enum):
    """How far an attempt came; the value says it in words."""

    CONNECT = "connecting"
    SECURE = "starting TLS"
    LOGIN = "logging in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    HANDED_OVER = "final answer"
    """The final dot was sent: from here on the message may have been taken."""


_ABOUT_THE_MESSAGE = frozenset({Phase.RECIPIENT, Phase.CONTENT, Phase.HANDED_OVER})
_ABOUT_THE_CHANNEL = frozenset({421, 454, 530, 534, 535, 538})
"""Closing, TLS or login wanted or failed (RFC 5321, 3207, 4954): true of every message, whenever it is said."""
_TOO_BIG = 552


def outcome_of_reply(phase: Phase, code: int) -> DeliveryOutcome:
    """What a reply means that did not let the attempt go on, or ended it.

    Before the recipient was named the server has judged us and not the message: what it says there is the
    channel's fault, to be mended in the settings, and the notice waits. Only a message's size is judged as early.
    """
    if phase is Phase.HANDED_OVER and 200 <= code < 300:
        return DeliveryOutcome.ACCEPTED
    if phase is Phase.SENDER and code == _TOO_BIG:
        return DeliveryOutcome.REFUSED
    if phase not in _ABOUT_THE_MESSAGE or code in _ABOUT_THE_CHANNEL:
        return DeliveryOutcome.UNREACHABLE
    if 400 <= code < 600:
        return DeliveryOutcome.DEFERRED if code < 500 else DeliveryOutcome.REFUSED
    return outcome_of_silence(phase)


def outcome_of_silence(phase: Phase) -> DeliveryOutcome:
    """What a connection means that failed, ended or gave no sensible answer."""
    return DeliveryOutcome.UNKNOWN if phase is Phase.HANDED_OVER else DeliveryOutcome.UNREACHABLE
