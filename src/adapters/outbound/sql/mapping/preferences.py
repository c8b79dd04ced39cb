"""How and when somebody wants to be told, as JSON text; None where nothing was said."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from domain.delivery import Channel
from domain.preferences import DailySpan, Preferences, WorkingHours
from domain.severity import Severity


def preferences_to_text(preferences: Preferences) -> str | None:
    """None for what everybody has."""
    if preferences == Preferences():
        return None
    quiet, working = preferences.quiet_hours, preferences.working_hours
    channels = {severity.value: [way.value for way in ways] for severity, ways in preferences.channels.items()}
    return to_text(
        {
            "channels": channels,
            "minimum": preferences.minimum.value,
            "quiet_hours": None if quiet is None else _span_to_json(quiet),
            "working_hours": None if working is None else _hours_to_json(working),
        }
    )


def preferences_from_text(text: str | None) -> Preferences:
    """What was said."""
    if text is None:
        return Preferences()
    said = from_text(text)
    quiet, working = said["quiet_hours"], said["working_hours"]
    return Preferences(
        channels={Severity(name): tuple(map(Channel, ways)) for name, ways in said["channels"].items()},
        minimum=Severity(said["minimum"]),
        quiet_hours=None if quiet is None else _span_from_json(quiet),
        working_hours=None if working is None else WorkingHours(frozenset(working["days"]), _span_from_json(working)),
    )


def _hours_to_json(hours: WorkingHours) -> dict[str, Any]:
    return {"days": sorted(hours.days), **_span_to_json(hours.span)}


def _span_to_json(span: DailySpan) -> dict[str, str]:
    return {"from": span.begin.isoformat(), "until": span.end.isoformat()}


def _span_from_json(said: Mapping[str, str]) -> DailySpan:
    return DailySpan(time.fromisoformat(said["from"]), time.fromisoformat(said["until"]))
