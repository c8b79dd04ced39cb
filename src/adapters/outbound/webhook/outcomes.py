"""What a receiver's answer means for the notice: the one table of it."""

from http import HTTPStatus

from domain.delivery import DeliveryOutcome

GONE = 410

_ABOUT_THE_MESSAGE = frozenset({400, 402, 406, 409, 411, 412, 413, 414, 415, 416, 417, 418, 422, 424, 428, 431, 451})
"""What this message, or its form, is at fault for. The others of 4xx are true of every message: credentials (401, 403,
407), no such place (404, 405, 421), too early, too slow or too often (408, 425, 429).
"""


def outcome_of_status(status: int) -> DeliveryOutcome:
    """What a status means. Sent again, a message has the same id, so that a receiver can tell a repeat: where it is
    not known whether it arrived, it is simply sent again until it expires.
    """
    if 200 <= status < 300:
        return DeliveryOutcome.ACCEPTED
    if status == GONE:
        return DeliveryOutcome.REFUSED
    return DeliveryOutcome.DEFERRED if status in _ABOUT_THE_MESSAGE else DeliveryOutcome.UNREACHABLE


def phrase_of(status: int) -> str:
    """The status with its name, and what to do about it where that is not plain."""
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    if 300 <= status < 400:
        return f"{phrase} (redirects are not followed: set the URL that it leads to)"
    return phrase
