"""The turns of a rotation as it was made, whoever is away and whoever stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.on_call.rotation import Rotation
from domain.time_zones import first_instant


@dataclass(frozen=True, slots=True)
class Shift:
    """The turn of that number, from 0, from `begin` until just before `end`."""

    number: int
    member: UUID
    begin: datetime
    end: datetime


def shift_at(rotation: Rotation, moment: datetime) -> Shift | None:
    """The turn into which the moment falls; None before the first."""
    zone = ZoneInfo(rotation.time_zone)
    weeks = (moment.astimezone(zone).date() - _first_week(rotation)).days // (7 * rotation.weeks)
    # The hand-over of that day may be still to come.
    number = max(0, weeks - 1)
    begin = _begin(rotation, number, zone)
    if moment < begin:
        return None
    while (end := _begin(rotation, number + 1, zone)) <= moment:
        number, begin = number + 1, end
    return _shift(rotation, number, begin, end)


def shifts_between(rotation: Rotation, begin: datetime, end: datetime) -> Iterator[Shift]:
    """The turns that have a part between both moments, in their order; they lie side by side."""
    start = starts_at(rotation)
    shift = shift_at(rotation, max(begin, start))
    while shift is not None and shift.begin < end and begin < end:
        yield shift
        shift = shift_at(rotation, shift.end)


def starts_at(rotation: Rotation) -> datetime:
    """When the first turn begins."""
    return _begin(rotation, 0, ZoneInfo(rotation.time_zone))


def _begin(rotation: Rotation, number: int, zone: ZoneInfo) -> datetime:
    week = _first_week(rotation) + timedelta(weeks=rotation.weeks * number)
    return first_instant(datetime.combine(max(week, rotation.starts_on), rotation.hand_over_time), zone)


def _first_week(rotation: Rotation) -> date:
    """The last day of hand-over that is not after the first day."""
    since = (rotation.starts_on.isoweekday() - rotation.hand_over_weekday.number) % 7
    return rotation.starts_on - timedelta(days=since)


def _shift(rotation: Rotation, number: int, begin: datetime, end: datetime) -> Shift:
    return Shift(number, rotation.members[number % len(rotation.members)], begin, end)
