"""What a sender is answered for each error."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.error_log import ErrorStatus
from domain.error_report import Mark
from domain.placement_reason import PlacementReason
from domain.severity import Severity


class IngestOutcome(StrEnum):
    """What became of one error."""

    STORED = "stored"
    REPEATED = "repeated"
    """Was stored before under the same event id: the first receipt is given again."""
    REFUSED = "refused"
    """The store refused it by itself; its neighbours are not affected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer for one error, given only after it is committed. What a repeat does not know any more is None."""

    error_id: UUID
    outcome: IngestOutcome
    pattern_id: UUID | None = None
    episode_id: UUID | None = None
    status: ErrorStatus | None = None
    severity: Severity | None = None
    placement: PlacementReason | None = None
    marks: tuple[Mark, ...] = ()
