"""How many of each severity."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.errors import RuleViolation
from domain.severity import Severity


@dataclass(frozen=True, slots=True)
class SeverityCounts:
    """A count per severity, never below zero."""

    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    info: int = 0

    @property
    def total(self) -> int:
        """All severities together."""
        return self.critical + self.high + self.medium + self.low + self.info

    @classmethod
    def sum(cls, several: Iterable["SeverityCounts"]) -> "SeverityCounts":
        """All of them together."""
        counts = [(one.critical, one.high, one.medium, one.low, one.info) for one in several]
        return cls(*map(sum, zip(*counts, strict=True)))

    def of(self, severity: Severity) -> int:
        """The count of one severity."""
        return int(getattr(self, severity.value))

    def plus(self, severity: Severity, change: int) -> "SeverityCounts":
        """The counts after `change` more (or fewer). Raises RuleViolation below zero: a count was lost."""
        count = self.of(severity) + change
        if count < 0:
            raise RuleViolation(f"the count of {severity} errors would fall below zero")
        return replace(self, **{severity.value: count})
