"""Zones of the IANA database, and local times as moments, where clocks are put forward or back too."""

from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_NO_ZONES = frozenset({"localtime", "Factory"})
"""Files beside the zones, which mean something else on every machine."""
_EXAMPLE = "Europe/Berlin"
_LONGEST_SHOWN = 60
_SECOND = timedelta(seconds=1)


@cache
def zone_names() -> frozenset[str]:
    """All names that there are."""
    return frozenset(available_timezones()) - _NO_ZONES


def zone_fault(name: str) -> str | None:
    """What keeps this from being the name of a zone, or None."""
    if name in zone_names():
        return None
    [alike] = get_close_matches(name[:_LONGEST_SHOWN], sorted(zone_names()), n=1) or [_EXAMPLE]
    return f"is not the IANA name of a time zone, such as {alike}"


def first_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks there show this time: the first of the two where they show it twice, and
    where they skip it the first moment after what they skip.

    Args:
        local: without a zone, to the second.
    """
    moment = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    # Skipped: by the offset from before the clocks are moved it lies after that, by the one from afterwards before.
    before, after = local.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after
