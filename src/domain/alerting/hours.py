"""Until when somebody's hours hold news back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.alerting.reasons import NoticeReason
from domain.preferences import DailySpan, Preferences, WorkingHours
from domain.severity import Severity
from domain.time_zones import first_instant

_DAY = timedelta(days=1)
_WEEK_AND_MORE = 9
"""Days in which every day of the week begins once more, even where clocks skip one."""
_TURNS = 16
"""Quiet hours can end outside working hours, and these begin in quiet ones; where neither ever lets pass, in time."""


def held_by_hours(
    preferences: Preferences, zone: ZoneInfo, severity: Severity, now: datetime
) -> tuple[NoticeReason, datetime] | None:
    """Why news of this severity wait, and until when, in UTC; None where they do not. Critical ones never do, and high
    ones wait for the end of quiet hours only.
    """
    if severity is Severity.CRITICAL:
        return None
    working = None if severity.at_least(Severity.HIGH) else preferences.working_hours
    reason, until = None, now
    for _ in range(_TURNS):
        if preferences.quiet_hours is not None and (end := quiet_until(preferences.quiet_hours, zone, until)):
            reason, until = reason or NoticeReason.QUIET_HOURS, end
        elif working is not None and (begin := works_from(working, zone, until)):
            reason, until = reason or NoticeReason.OUTSIDE_WORKING_HOURS, begin
        else:
            break
        if preferences.quiet_hours is not None and preferences.quiet_hours.begin == preferences.quiet_hours.end:
            break
    return None if reason is None else (reason, until)


def quiet_until(quiet: DailySpan, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours end that it is in, None where it is in none. Where they are the whole day, at their end all
    the same: once a day.
    """
    local = now.astimezone(zone)
    if not quiet.holds(local.time()):
        return None
    ends = (end for days in range(3) for end in _instants(local + _DAY * days, quiet.end, zone))
    return next((end for end in ends if end > now), None)


def works_from(hours: WorkingHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the next working hours begin, None where it is in some, or where no day has any."""
    local = now.astimezone(zone)
    for days in range(-1, _WEEK_AND_MORE):
        day = local + _DAY * days
        if day.isoweekday() not in hours.days:
            continue
        begin = _instants(day, hours.span.begin, zone)[0]
        overnight = hours.span.end <= hours.span.begin
        if begin > now:
            return begin
        if now < _instants(day + _DAY if overnight else day, hours.span.end, zone)[0]:
            return None
    return None


def _instants(day: datetime, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When clocks show this time on that day: twice where they are put back over it."""
    local = datetime.combine(day.date(), at)
    first = first_instant(local, zone)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return (first, second) if second > first else (first,)
