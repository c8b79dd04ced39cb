"""One error as it is kept: the report, and what the system decided about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.error_report import ErrorReport
from domain.grouping.fingerprint import Fingerprint
from domain.placement_reason import PlacementReason
from domain.severity import Severity


class ErrorStatus(StrEnum):
    """Where an error stands; open and assigned errors keep their episode open."""

    OPEN = "open"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    IGNORED = "ignored"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self in (ErrorStatus.OPEN, ErrorStatus.ASSIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedError:
    """A report ready to be stored: redacted, storable, fingerprinted, cut; its id is given before the first
    attempt, so that a retry repeats nothing.

    `report.event_id` is the sender's; `body_digest` tells a true repeat from another body under a used id.
    `user_digest` is the keyed hash of the user, None where no user was named. `trusted` tells whether the
    sender may page people.
    """

    id: UUID
    report: ErrorReport
    fingerprint: Fingerprint
    received_at: datetime
    occurred_at: datetime
    trusted: bool
    body_digest: bytes = b""
    user_digest: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLog:
    """One stored error. `episode_id` is None for what opened none (ignored). `assigned_to` is its owner: the
    episode's, unless somebody took this one by hand. `expires_at` is when retention removes it. `pattern_id` stays what
    it was on arrival, also when that pattern is merged into another. `placement` says why it was placed as it was.
    """

    id: UUID
    report: ErrorReport
    pattern_id: UUID
    episode_id: UUID | None
    status: ErrorStatus
    assigned_to: UUID | None
    received_at: datetime
    occurred_at: datetime
    expires_at: datetime
    trusted: bool
    resolved_at: datetime | None = None
    deleted_at: datetime | None = None
    placement: PlacementReason | None = None

    @property
    def severity(self) -> Severity:
        """The severity that it is handled with."""
        return self.report.severity

    @property
    def counts_as_open(self) -> bool:
        """Whether it keeps its episode open: not resolved, not ignored, not deleted."""
        return self.status.is_open and self.deleted_at is None
