"""All errors alike, for ever."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.error_log import PreparedError
from domain.severity import Severity, worst


class PatternStatus(StrEnum):
    """What people decided about a pattern; what arrives next follows it."""

    ACTIVE = "active"
    RESOLVED = "resolved"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPattern:
    """One group of errors. Its id is that of the fingerprint that founded it; an alias row says which
    pattern a fingerprint belongs to today. `occurrences` counts arrivals and goes down only by
    what an undone merge takes with it; `users_affected` is exact.

    `resolved_in_release` is the release that it was fixed in. An ignored pattern is so for good, or until a moment, a
    number of occurrences or a release. `merged_into` is the pattern that stands for this one since a merge: what
    arrives since then is counted there, where the occurrences, users and times of this one are counted too.
    """

    id: UUID
    service: str
    error_type: str
    title: str
    culprit: str
    fingerprint: str
    rules: str
    severity: Severity
    first_seen: datetime
    last_seen: datetime
    first_release: str | None = None
    last_release: str | None = None
    status: PatternStatus = PatternStatus.ACTIVE
    occurrences: int = 0
    users_affected: int = 0
    episodes: int = 0
    resolved_at: datetime | None = None
    resolved_in_release: str | None = None
    ignored_until: datetime | None = None
    ignored_until_count: int | None = None
    ignored_until_release: str | None = None
    merged_into: UUID | None = None

    @classmethod
    def founded_by(cls, error: PreparedError) -> "ErrorPattern":
        """The pattern that a first error founds; it counts nothing yet, not even that error."""
        report, fingerprint = error.report, error.fingerprint
        return cls(
            id=fingerprint.id,
            service=report.service,
            error_type=report.error_type,
            title=fingerprint.title,
            culprit=fingerprint.culprit,
            fingerprint=fingerprint.value,
            rules=fingerprint.rules,
            severity=report.severity,
            first_seen=error.received_at,
            last_seen=error.received_at,
            first_release=report.release,
            last_release=report.release,
        )

    def counting(self, errors: Iterable[PreparedError], *, new_users: int) -> "ErrorPattern":
        """The pattern after these arrivals, of which `new_users` people were not known to it."""
        occurrences, severity, last_seen, release = self.occurrences, self.severity, self.last_seen, None
        first_seen = self.first_seen
        for error in errors:
            occurrences += 1
            severity = worst(severity, error.report.severity)
            last_seen = max(last_seen, error.received_at)
            first_seen = min(first_seen, error.received_at)
            release = error.report.release or release
        return replace(
            self,
            occurrences=occurrences,
            severity=severity,
            first_seen=first_seen,
            last_seen=last_seen,
            last_release=release or self.last_release,
            users_affected=self.users_affected + new_users,
        )
