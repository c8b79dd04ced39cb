"""What is left of an error whose content was removed for good."""

from dataclasses import replace

from domain.error_log import ErrorLog
from domain.error_report import ErrorReport, Mark, MarkReason

ERASED = "[erased]"


def erased(error: ErrorLog) -> ErrorLog:
    """The error without anything that its sender wrote: its ids, times, status and severity stay, and what it was
    counted under (service, environment, type, release), so that counts remain true.
    """
    told = error.report
    bare = ErrorReport(
        service=told.service,
        error_type=told.error_type,
        message=ERASED,
        severity=told.severity,
        environment=told.environment,
        status_code=told.status_code,
        release=told.release,
        event_id=told.event_id,
        occurred_at=told.occurred_at,
        sent_at=told.sent_at,
        marks=(Mark("message", MarkReason.ERASED),),
    )
    return replace(error, report=bare)


def is_erased(error: ErrorLog) -> bool:
    """Whether its content was removed for good."""
    return any(mark.reason is MarkReason.ERASED for mark in error.report.marks)
