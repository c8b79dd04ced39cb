"""When an error happened, as far as its sender's clock can be believed."""

from datetime import datetime, timedelta

from domain.error_report import ErrorReport, Mark, MarkReason

_OLDEST = timedelta(days=7)
_CLOCK_TOLERANCE = timedelta(seconds=5)


def occurred_at(report: ErrorReport, received_at: datetime) -> tuple[datetime, Mark | None]:
    """The sender's time, corrected by how far its `sent_at` is from ours and kept between 7 days ago and now.

    A difference of up to 5 s between `sent_at` and `received_at` is the way that the request took. The mark says
    what was sent, where that was changed; without a time of its own an error happened when it was received.
    """
    if report.occurred_at is None:
        return received_at, None
    corrected = max(min(_by_our_clock(report, report.occurred_at, received_at), received_at), received_at - _OLDEST)
    if corrected == report.occurred_at:
        return corrected, None
    return corrected, Mark("occurred_at", MarkReason.TIME_CORRECTED, report.occurred_at.isoformat())


def believed_occurrence(report: ErrorReport, received_at: datetime, *, trusted: bool) -> datetime:
    """When it happened, as far as something may be decided by it: the sender's time only where the sender is trusted or
    its clock could be compared with ours, and where nothing had to be bent; else the time of receipt.
    """
    if report.occurred_at is None or not (trusted or report.sent_at is not None):
        return received_at
    happened_at = _by_our_clock(report, report.occurred_at, received_at)
    return happened_at if received_at - _OLDEST <= happened_at <= received_at else received_at


def _by_our_clock(report: ErrorReport, moment: datetime, received_at: datetime) -> datetime:
    if report.sent_at is not None and abs(received_at - report.sent_at) > _CLOCK_TOLERANCE:
        return moment + (received_at - report.sent_at)
    return moment
