"""How many errors of a service within an hour are too many, and when that is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from domain.severity import Severity
from domain.storage_limit import StorageStep

WINDOW_MINUTES = 60
CLEARS_BELOW = 0.8
"""Of the limit: a rate that swings around it would be told again and again."""
CLEARS_AFTER = timedelta(minutes=15)


class ThresholdRule(StrEnum):
    """What is counted (the document's two rules)."""

    ERROR_RATE = "error_rate"
    CRITICAL_COUNT = "critical_count"

    @property
    def error_type(self) -> str:
        """What the alert is called."""
        return "ErrorRateThreshold" if self is ThresholdRule.ERROR_RATE else "CriticalErrorThreshold"

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return Severity.HIGH if self is ThresholdRule.ERROR_RATE else Severity.CRITICAL

    @property
    def counted(self) -> str:
        """What is counted, for people."""
        return "errors" if self is ThresholdRule.ERROR_RATE else "critical errors"


Rule: TypeAlias = ThresholdRule | StorageStep


@dataclass(frozen=True, slots=True)
class ThresholdLimits:
    """How many within 60 minutes are still all right; 0 switches a rule off."""

    errors: int = 100
    critical: int = 50

    def of(self, rule: ThresholdRule) -> int:
        """The limit of that rule."""
        return self.errors if rule is ThresholdRule.ERROR_RATE else self.critical


@dataclass(frozen=True, slots=True)
class ThresholdPolicy:
    """The limits of all services, and of some by their names."""

    limits: ThresholdLimits = ThresholdLimits()
    by_service: Mapping[str, ThresholdLimits] = field(default_factory=dict)

    def limit(self, service: str, rule: ThresholdRule) -> int:
        """What holds for that service; 0 where the rule is off."""
        return self.by_service.get(service, self.limits).of(rule)


@dataclass(frozen=True, slots=True)
class RecentErrors:
    """How many a service had within the window; `trusted` of `errors` came from senders who may page people."""

    errors: int = 0
    critical: int = 0
    trusted: int = 0

    def of(self, rule: ThresholdRule) -> int:
        """What that rule counts."""
        return self.errors if rule is ThresholdRule.ERROR_RATE else self.critical

    def trusted_of(self, rule: ThresholdRule) -> int:
        """What that rule would count without what strangers sent, of which nothing is critical."""
        return self.trusted if rule is ThresholdRule.ERROR_RATE else self.critical


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A limit that is exceeded, since `crossed_at`; since `below_since` it is so no more, and is watched. `episode_id`
    is what people work on, None where its pattern is ignored. `trusted` says whether it was so, once, without what
    strangers sent.
    """

    service: str
    rule: Rule
    crossed_at: datetime
    below_since: datetime | None = None
    episode_id: UUID | None = None
    trusted: bool = True


class ThresholdChange(StrEnum):
    """What a look at one limit finds."""

    NONE = "none"
    CROSSED = "crossed"
    TRUSTED = "trusted"
    """Strangers had their part in it, and now it would be crossed without them."""
    WATCHED = "watched"
    """It went below, or up again."""
    CLEARED = "cleared"


def exceeds(count: int, limit: int) -> bool:
    """Whether the limit is crossed; 0 is none."""
    return 0 < limit < count


def judge(
    count: int, limit: int, crossing: Crossing | None, *, now: datetime, trusted_count: int = 0
) -> ThresholdChange:
    """What there is to do about one rule of one service, of whose `count` so many came from trusted senders.

    Worked example with a limit of 100: at 101 it is crossed; at 79 it is watched, and cleared 15 minutes later unless
    there were 80 in between.
    """
    if crossing is None:
        return ThresholdChange.CROSSED if exceeds(count, limit) else ThresholdChange.NONE
    if not crossing.trusted and exceeds(trusted_count, limit):
        return ThresholdChange.TRUSTED
    below = count < limit * CLEARS_BELOW or limit == 0
    if below != (crossing.below_since is not None):
        return ThresholdChange.CLEARED if limit == 0 else ThresholdChange.WATCHED
    if crossing.below_since is not None and now - crossing.below_since >= CLEARS_AFTER:
        return ThresholdChange.CLEARED
    return ThresholdChange.NONE


def watched(crossing: Crossing, *, now: datetime) -> Crossing:
    """After a change of WATCHED: below from now on, or up again."""
    return replace(crossing, below_since=now if crossing.below_since is None else None)


def alert_message(rule: ThresholdRule, *, count: int, limit: int) -> str:
    """What the alert says."""
    return f"{count} {rule.counted} in the last {WINDOW_MINUTES} minutes (limit {limit})"
