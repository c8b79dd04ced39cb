"""What Twilio's answers mean for the notice: the one table of them (twilio.com/docs/api/errors)."""

from datetime import timedelta

from domain.delivery import DeliveryOutcome, Fate

_NOT_US = (
    20003,  # wrong SID or token
    20004, 20005, 20006, 20008,  # not allowed, account not active, access denied, test credentials
    20404,  # no such account
    21212, 21603, 21606, 21659, 21660, 21661,  # the sender is missing, wrong, not ours, or cannot text
    30002,  # account suspended
    90010,  # account not active
)  # fmt: skip
_BUSY = (
    14107, 20429,  # too many requests
    21611, 30001, 30022,  # the sender's queue is full, or faster than it may be
    63038,  # the account's messages of the day are used up
)  # fmt: skip
_BY_CODE = dict.fromkeys((*_NOT_US, *_BUSY), DeliveryOutcome.UNREACHABLE)
BUSY = frozenset(_BUSY)

_ABOUT_THE_MESSAGE = frozenset({400, 409, 413, 422})
_TOO_MANY_REQUESTS = 429
_GATEWAY_TIMEOUT = 504

WAIT_WHEN_BUSY = timedelta(seconds=30)
"""Where Twilio says that it is asked too often, and not how long to wait."""

FATES = {
    "delivered": Fate.DELIVERED,
    "read": Fate.DELIVERED,
    "undelivered": Fate.UNDELIVERED,
    "failed": Fate.UNDELIVERED,
    "canceled": Fate.UNDELIVERED,
}
"""By status; any other is on the way to one of these."""


def outcome_of_refusal(status: int, code: int | None) -> DeliveryOutcome:
    """What an answer means that is not a message's record: Twilio's own code first, else the HTTP status. A refusal
    whose code is not known is about the message or its receiver, as Twilio's 21xxx are.
    """
    if code in _BY_CODE:
        return _BY_CODE[code]
    if status in _ABOUT_THE_MESSAGE:
        return DeliveryOutcome.REFUSED
    if status == _GATEWAY_TIMEOUT or 200 <= status < 300:
        return DeliveryOutcome.UNKNOWN
    return DeliveryOutcome.UNREACHABLE


def is_busy(status: int, code: int | None) -> bool:
    """Whether it wants to be left alone for a while."""
    return status == _TOO_MANY_REQUESTS or code in BUSY
