"""A model of errors, their episodes and patterns that is small enough to be seen to be right."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.error_log import ErrorStatus
from domain.error_pattern import PatternStatus
from domain.escalation import ESCALATION_LIMITS
from domain.severity import Severity
from domain.severity_counts import SeverityCounts

OPEN, RESOLVED, IGNORED = ErrorStatus.OPEN, ErrorStatus.RESOLVED, ErrorStatus.IGNORED


class Arrival(StrEnum):
    """When an error arrives that happened the moment before; the grace is 10 minutes."""

    LONG_AGO = "long ago"
    JUST_AFTER = "just after"
    LATER = "later"


@dataclass(eq=False)
class OpenTime:
    """An episode."""

    ended: str | None = None
    into: "OpenTime | None" = None

    def last(self) -> "OpenTime":
        return self if self.into is None else self.into.last()


@dataclass(eq=False)
class ModelError:
    """An error."""

    id: UUID
    home: "ModelPattern"
    status: ErrorStatus
    severity: Severity
    received_at: datetime
    during: OpenTime | None
    deleted: bool = False

    @property
    def is_open(self) -> bool:
        return self.status is OPEN and not self.deleted

    @property
    def open_time(self) -> OpenTime | None:
        return None if self.during is None else self.during.last()


@dataclass(eq=False)
class ModelPattern:
    """A pattern, and the errors that it was found for."""

    status: PatternStatus = PatternStatus.ACTIVE
    now: OpenTime | None = None
    into: "ModelPattern | None" = None
    own: list[ModelError] = field(default_factory=list)
    taken: list["ModelPattern"] = field(default_factory=list)

    @property
    def standing(self) -> "ModelPattern":
        return self if self.into is None else self.into

    def errors(self) -> list[ModelError]:
        return [*self.own, *(error for member in self.taken for error in member.errors())]

    def still_open(self) -> list[ModelError]:
        return [error for error in self.errors() if error.is_open]

    def counts(self) -> SeverityCounts:
        counts = SeverityCounts()
        for error in self.still_open():
            counts = counts.plus(error.severity, 1)
        return counts

    def deadline(self) -> datetime | None:
        limits = ESCALATION_LIMITS
        due = [each.received_at + limits[each.severity] for each in self.still_open() if each.severity in limits]
        return min(due, default=None)

    def arrive(self, error_id: UUID, severity: Severity, at: datetime, when: Arrival) -> ModelError:
        standing, during, status = self.standing, None, OPEN
        if standing.status is PatternStatus.IGNORED:
            status = IGNORED
        elif standing.status is PatternStatus.RESOLVED and when is not Arrival.LATER:
            status = RESOLVED
        else:
            during = standing.opened()
        error = ModelError(error_id, self, status, severity, at, during)
        self.own.append(error)
        return error

    def opened(self) -> OpenTime:
        """What an open error belongs to."""
        if self.status is PatternStatus.RESOLVED:
            self.status = PatternStatus.ACTIVE
        self.now = self.now or OpenTime()
        return self.now

    def end(self, status: PatternStatus, how: ErrorStatus) -> None:
        """All at once."""
        for error in self.still_open():
            error.status = how
        if self.now is not None:
            self.now.ended, self.now = how.value, None
        self.status = status

    def take(self, other: "ModelPattern") -> None:
        """The other is a part of this one from now on."""
        if other.now is not None and self.now is not None:
            other.now.into = self.now
        self.now = self.now or other.now
        if self.now is not None:
            self.status = PatternStatus.ACTIVE
        other.into, other.now = self, None
        self.taken.append(other)


def leave(error: ModelError, *, resolved: bool) -> None:
    """After an error that was open is not: its episode ends with the last."""
    pattern = error.home.standing
    if pattern.still_open() or pattern.now is None:
        return
    pattern.now.ended, pattern.now = RESOLVED.value if resolved else "emptied", None
    if resolved and pattern.status is PatternStatus.ACTIVE:
        pattern.status = PatternStatus.RESOLVED


def reopen(error: ModelError) -> None:
    """One error is open again."""
    pattern, own = error.home.standing, error.open_time
    error.status = OPEN
    error.during = own if own is not None and own is pattern.now else pattern.opened()


def restore(error: ModelError) -> None:
    """It is there again: as it was, or as what it belonged to has ended."""
    error.deleted = False
    if error.status is not OPEN or error.open_time is None:
        return
    pattern, ended = error.home.standing, error.open_time.ended
    if ended in (RESOLVED.value, IGNORED.value):
        error.status = ErrorStatus(ended)
    elif ended is not None and pattern.status is not PatternStatus.ACTIVE:
        error.status = RESOLVED if pattern.status is PatternStatus.RESOLVED else IGNORED
    else:
        reopen(error)
