"""What nobody is told of for a time, because staff said so."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from domain.developer import LONGEST_NAME
from domain.errors import FieldsRefused
from domain.severity import Severity

LONGEST_SILENCE = timedelta(days=30)
LONGEST_REASON = 500
SETTLES_IN = timedelta(seconds=30)
"""How long after a silence's end something can still be written that it silenced: a worker's transaction goes by what
it read when it began. Such transactions take milliseconds; on a loaded server, seconds.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Of a service, a pattern, a severity and what is milder, or of what all that are named have in common; from
    `starts_at` until just before `ends_at`. What is None matches all, except that what is critical is silenced only
    where the pattern, or that severity, is named. `aftermath` says whether what it silenced was looked at again since
    it ended.
    """

    id: UUID
    service: str | None = None
    pattern_id: UUID | None = None
    severity: Severity | None = None
    reason: str
    created_by: str
    created_at: datetime
    starts_at: datetime
    ends_at: datetime
    aftermath: bool = False

    def in_force(self, now: datetime) -> bool:
        """Whether it silences anything then."""
        return self.starts_at <= now < self.ends_at

    @property
    def settled_at(self) -> datetime:
        """From when on all that it silenced is there to be seen."""
        return self.ends_at + SETTLES_IN

    @property
    def worst(self) -> Severity:
        """The worst severity that it silences."""
        if self.severity is not None:
            return self.severity
        return Severity.HIGH if self.pattern_id is None else Severity.CRITICAL

    def matches(self, *, service: str, pattern_id: UUID, severity: Severity) -> bool:
        """Whether news of this are silenced while it is in force."""
        right_service = self.service is None or self.service == service
        right_pattern = self.pattern_id is None or self.pattern_id == pattern_id
        return right_service and right_pattern and self.worst.at_least(severity)

    def ended(self, now: datetime) -> "Silence":
        """The silence that ends now; one that is over stays as it was."""
        return self if self.ends_at <= now else replace(self, starts_at=min(self.starts_at, now), ends_at=now)


def check_silence(silence: Silence, *, now: datetime) -> None:
    """Raise FieldsRefused unless staff can set it now."""
    of_nothing = silence.service is None and silence.pattern_id is None and silence.severity is None
    faults = {
        "service": "or pattern_id or severity must say what is silenced" if of_nothing else _service_fault(silence),
        "reason": _reason_fault(silence.reason),
        "until": _end_fault(silence, now),
    }
    if wrong := {field: fault for field, fault in faults.items() if fault is not None}:
        raise FieldsRefused(wrong)


def _service_fault(silence: Silence) -> str | None:
    name = silence.service
    fits = name is None or (name.strip() and len(name) <= LONGEST_NAME and name.isprintable())
    return None if fits else f"must be 1 to {LONGEST_NAME} printable characters"


def _reason_fault(reason: str) -> str | None:
    fits = reason.strip() and len(reason) <= LONGEST_REASON and reason.isprintable()
    return None if fits else f"must say why, in 1 to {LONGEST_REASON} printable characters"


def _end_fault(silence: Silence, now: datetime) -> str | None:
    if silence.ends_at <= max(now, silence.starts_at):
        return "is in the past, or not after from"
    too_long = silence.ends_at - silence.starts_at > LONGEST_SILENCE
    return f"is more than {LONGEST_SILENCE.days} days later" if too_long else None
