"""How and when somebody wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from domain.delivery import Channel
from domain.severity import Severity

_WEEK = frozenset(range(1, 8))


@dataclass(frozen=True, slots=True)
class DailySpan:
    """A part of each day on somebody's own clock, `begin` within it and `end` not; where it ends before it begins, it
    goes over midnight, and where both are the same it is the whole day.
    """

    begin: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether it is within, by that clock."""
        if self.begin < self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Some days of the week, 1 for Monday (ISO 8601), and a part of each; a part that goes over midnight belongs to the
    day on which it begins.
    """

    days: frozenset[int]
    span: DailySpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """`channels` are the ways by severity, the first before the next; what it does not name is as the installation has
    it, and an empty one means not at all. Nothing milder than `minimum` is told. In `quiet_hours`, and for what is
    milder than high outside `working_hours`, news wait; critical ones never do.
    """

    channels: Mapping[Severity, tuple[Channel, ...]] = field(default_factory=dict)
    minimum: Severity = Severity.INFO
    quiet_hours: DailySpan | None = None
    working_hours: WorkingHours | None = None

    def wants_none(self, severity: Severity) -> bool:
        """Whether what is so severe is to be told by no channel."""
        ways = self.channels.get(severity)
        return ways is not None and not ways


def preferences_fault(preferences: Preferences) -> str | None:
    """What keeps somebody from wishing this, or None."""
    for severity, ways in preferences.channels.items():
        if len(set(ways)) < len(ways):
            return f"name a channel twice for {severity.value}"
        if Channel.WEBHOOK in ways:
            return "name webhook, which reaches nobody"
        if Channel.SMS in ways and severity is not Severity.CRITICAL:
            return f"name sms for {severity.value}: text messages are for critical only"
    quiet, working = preferences.quiet_hours, preferences.working_hours
    if quiet is not None and quiet.begin == quiet.end:
        return "have quiet_hours that never end"
    if working is not None and (not working.days or not working.days <= _WEEK):
        return "have working_hours without days from 1 (Monday) to 7"
    return None
