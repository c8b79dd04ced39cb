"""When a message is tried again, and when a provider is asked what became of it."""

from datetime import datetime, timedelta

from domain.delivery import AttemptResult, DeliveryOutcome, backoff

_RETRIES = (timedelta(minutes=1), timedelta(minutes=10))
"""The waits after the first and second answer; greylisting lets pass what comes again after 5 minutes or so."""
_RETRY_SPREAD = 0.1
_FIRST_UNREACHABLE_RETRY = timedelta(seconds=5)
_LONGEST_UNREACHABLE_RETRY = timedelta(minutes=5)
_FIRST_POLL = timedelta(seconds=15)
_LONGEST_POLL_PAUSE = timedelta(minutes=10)
_POLLED_FOR = timedelta(hours=1)


def wait_after(result: AttemptResult, *, answers: int, unreachable: int, jitter: float) -> timedelta:
    """How long to wait after an attempt that failed, and never less than the provider asked for.

    Args:
        answers: those about the message so far, this one with them, fewer than it may have.
        unreachable: attempts in a row that got no answer.
        jitter: a number from 0 up to 1.
    """
    if result.outcome in (DeliveryOutcome.DEFERRED, DeliveryOutcome.UNKNOWN):
        wait = _RETRIES[answers - 1] * (1 + _RETRY_SPREAD * jitter)
    else:
        longest = _LONGEST_UNREACHABLE_RETRY
        wait = backoff(unreachable, first=_FIRST_UNREACHABLE_RETRY, longest=longest, jitter=jitter)
    return wait if result.retry_after is None else max(wait, result.retry_after)


def poll_after(accepted_at: datetime, now: datetime) -> datetime | None:
    """When a provider is asked about a message next: when as much time has passed once more since it was accepted, at
    most 10 minutes later, and no more an hour after that.
    """
    since = now - accepted_at
    return now + min(max(since, _FIRST_POLL), _LONGEST_POLL_PAUSE) if since < _POLLED_FOR else None
