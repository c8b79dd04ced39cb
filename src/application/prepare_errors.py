"""Make a report ready to be stored."""

import hashlib
from dataclasses import replace
from datetime import datetime

from application.ports.ids import Ids
from domain.error_log import PreparedError
from domain.error_report import ErrorReport, Mark, MarkReason
from domain.grouping import group
from domain.limits import cut_to_limits
from domain.occurrence_time import occurred_at
from domain.redaction import Redactor
from domain.severity import Severity
from domain.storable import make_storable

UNTRUSTED_CEILING = Severity.HIGH
"""The worst severity that a sender who may not page can report."""


class PrepareErrors:
    """Redact first, so that nothing later sees a secret; then replace what a store cannot hold, group, and cut last,
    so that a cut neither hides a secret's half nor changes the grouping. No I/O.
    """

    def __init__(self, redactor: Redactor, ids: Ids) -> None:
        self._redactor = redactor
        self._ids = ids

    def execute(self, report: ErrorReport, received_at: datetime, *, trusted: bool) -> PreparedError:
        """The prepared error, with its id. Never raises for anything that a report can hold."""
        clean = make_storable(self._redactor.report(report))
        if not trusted:
            clean = _capped(clean)
        grouped, fingerprint = group(clean, trusted=trusted)
        happened_at, corrected = occurred_at(grouped, received_at)
        final = cut_to_limits(grouped if corrected is None else grouped.marked(corrected))
        return PreparedError(
            id=self._ids.new(received_at),
            report=final,
            fingerprint=fingerprint,
            received_at=received_at,
            occurred_at=happened_at,
            trusted=trusted,
            body_digest=b"" if final.event_id is None else _digest(final),
            user_digest=None if final.user_id is None else self._redactor.user_digest(final.service, final.user_id),
        )


def _capped(report: ErrorReport) -> ErrorReport:
    severity = report.severity.capped_at(UNTRUSTED_CEILING)
    if severity is report.severity:
        return report
    mark = Mark("severity", MarkReason.SEVERITY_CAPPED, report.severity.value)
    return replace(report, severity=severity).marked(mark)


def _digest(report: ErrorReport) -> bytes:
    # A sender that retries sends the same error at another moment: `sent_at` is not part of what it says.
    said = repr(replace(report, sent_at=None, marks=()))
    return hashlib.sha256(said.encode()).digest()
