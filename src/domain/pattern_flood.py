"""How many new patterns an hour may bring, and where the rest goes."""

import hashlib
from dataclasses import dataclass, replace

from domain.error_log import PreparedError
from domain.error_pattern import ErrorPattern
from domain.grouping.fingerprint import Fingerprint

OVERFLOW = "pattern_flood"
"""Why an error has no pattern of its own; counted by the hour."""

_RULES = "overflow"
_ERROR_TYPE = "PatternOverflow"
_TITLE = "Too many different errors within an hour: these were given no patterns of their own"


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """New patterns of one service in one hour of the clock: in all, and those of untrusted senders among them."""

    in_all: int = 2_000
    untrusted: int = 200

    def room(self, founded: "NewPatterns", *, trusted: bool) -> int:
        """How many more there may be."""
        left = self.in_all - founded.trusted - founded.untrusted
        return max(left if trusted else min(left, self.untrusted - founded.untrusted), 0)


@dataclass(frozen=True, slots=True)
class NewPatterns:
    """How many patterns a service got in an hour."""

    trusted: int = 0
    untrusted: int = 0

    def plus(self, *, trusted: bool) -> "NewPatterns":
        """One more."""
        if trusted:
            return replace(self, trusted=self.trusted + 1)
        return replace(self, untrusted=self.untrusted + 1)


def overflow_of(error: PreparedError) -> tuple[Fingerprint, ErrorPattern]:
    """The pattern that takes in what is too much for this error's service, as this error would found it, and its
    fingerprint.
    """
    service = error.report.service
    value = hashlib.sha256(service.encode()).hexdigest()
    fingerprint = Fingerprint(value=value, rules=_RULES, title=_TITLE)
    report = replace(error.report, error_type=_ERROR_TYPE)
    return fingerprint, ErrorPattern.founded_by(replace(error, report=report, fingerprint=fingerprint))
