"""Which errors are alike: versioned rules that turn a report into a fingerprint."""

from domain.error_report import ErrorReport, Mark, MarkReason
from domain.grouping import v1
from domain.grouping.fingerprint import Fingerprint

__all__ = ["Fingerprint", "group"]

_REFUSED = Mark("fingerprint", MarkReason.FINGERPRINT_REFUSED)


def group(report: ErrorReport, *, trusted: bool) -> tuple[ErrorReport, Fingerprint]:
    """The report and its fingerprint by the newest rules, or by its sender's wish.

    A trusted sender's wish is kept apart by service (rules "sender"); title and culprit stay ours. Another's
    is refused, and the report says so. A blank wish is none. Asking twice changes nothing.
    """
    ours = v1.fingerprint(report)
    wish = (report.fingerprint or "").strip()
    if not wish:
        return report, ours
    if trusted:
        return report, Fingerprint(v1.digest(report.service, wish), "sender", ours.title, ours.culprit)
    return (report if _REFUSED in report.marks else report.marked(_REFUSED)), ours
