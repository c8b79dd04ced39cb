"""How bad an error is."""

from enum import StrEnum


class Severity(StrEnum):
    """The document's five levels, worst first; `rank` orders them (critical 5 … info 1)."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    # That of the text which it equals; an enumeration's own is written in Python, and ranks are looked up a lot.
    __hash__ = str.__hash__

    @property
    def rank(self) -> int:
        """5 for critical down to 1 for info; stored in this form, so that stores order by it."""
        return _RANKS[self]

    @classmethod
    def from_rank(cls, rank: int) -> "Severity":
        """The severity that `rank` was stored for. Raises KeyError for any other number."""
        return _BY_RANK[rank]

    def at_least(self, other: "Severity") -> bool:
        """Whether this is as bad as `other` or worse."""
        return self.rank >= other.rank

    def capped_at(self, ceiling: "Severity") -> "Severity":
        """This severity, or `ceiling` where this is worse."""
        return ceiling if self.rank > ceiling.rank else self


_RANKS = {severity: 5 - position for position, severity in enumerate(Severity)}
_BY_RANK = {rank: severity for severity, rank in _RANKS.items()}


def worst(first: Severity, second: Severity) -> Severity:
    """The worse of two severities."""
    return first if first.rank >= second.rank else second
