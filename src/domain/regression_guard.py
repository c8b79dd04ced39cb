"""Whether an error of a resolved or ignored pattern brings it back (E3; the reasons are in ADR 0006).

What somebody says of an error of their own may keep that error quiet: they could have kept it to themselves. It must
not keep another's error quiet, and an honest sender's broken clock must not either. So:

- A time counts where the sender is trusted, or said by the same clock when it sent the request, by which we correct it;
  and only within the 7 days that a time is believed for. Otherwise an error happened when we received it.
- Releases are in the order in which trusted senders, or staff, first named them (`first_seen` holds no others): a
  stranger who names the next release early does not make it an old one. By that order anybody may say that an error
  came from an old release, as cached pages do for days.
- Whatever is not known lets the time alone decide, and lets the pattern come back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.error_log import PreparedError
from domain.error_pattern import ErrorPattern
from domain.occurrence_time import believed_occurrence
from domain.placement_reason import PlacementReason

REGRESSION_GRACE = timedelta(minutes=10)
"""How long after a fix its roll-out may take."""

ReleaseKey = tuple[str, str, str]
"""A service, an environment, a release."""


@dataclass(frozen=True, slots=True)
class RegressionGuard:
    """What it decides by: `first_seen` says when a release was first named."""

    grace: timedelta = REGRESSION_GRACE
    first_seen: Mapping[ReleaseKey, datetime] | None = None

    def judge(self, error: PreparedError, pattern: ErrorPattern) -> PlacementReason:
        """REGRESSION where an error of a resolved pattern brings it back; else why it does not."""
        if pattern.resolved_at is None:
            return PlacementReason.REGRESSION
        happened_at = believed_occurrence(error.report, error.received_at, trusted=error.trusted)
        if happened_at <= pattern.resolved_at:
            return PlacementReason.LATE
        if happened_at <= pattern.resolved_at + self.grace:
            return PlacementReason.GRACE
        if self._is_older(error, pattern.resolved_in_release):
            return PlacementReason.OLDER_RELEASE
        return PlacementReason.REGRESSION

    def ends_ignoring(self, error: PreparedError, pattern: ErrorPattern, *, number: int) -> bool:
        """Whether an error of an ignored pattern is past what it was ignored until.

        Args:
            number: how many occurrences there are with this one.
        """
        if pattern.ignored_until is not None:
            return error.received_at >= pattern.ignored_until
        if pattern.ignored_until_count is not None:
            return number > pattern.ignored_until_count
        release = pattern.ignored_until_release
        if release is None or error.report.release is None:
            return False
        return error.report.release == release or self._is_older(error, release) is False

    def _is_older(self, error: PreparedError, release: str | None) -> bool | None:
        """Whether the error is from an older release; None where that cannot be known."""
        report, known = error.report, self.first_seen or {}
        if release is None or report.release is None:
            return None
        own = known.get((report.service, report.environment, report.release))
        other = known.get((report.service, report.environment, release))
        return None if own is None or other is None else own < other
