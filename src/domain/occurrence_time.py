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
    corrected = report.occurred_at
    if report.sent_at is not None and abs(received_at - report.sent_at) > _CLOCK_TOLERANCE:
        corrected += received_at - report.sent_at
    corrected = max(min(corrected, received_at), received_at - _OLDEST)
    if corrected == report.occurred_at:
        return corrected, None
    return corrected, Mark("occurred_at", MarkReason.TIME_CORRECTED, report.occurred_at.isoformat())
