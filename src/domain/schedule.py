"""When jobs are due: slots of a schedule, each to be run once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from domain.time_zones import first_instant

DAY_MINUTES = 24 * 60
CATCH_UP = timedelta(hours=6)
"""A slot that was missed is run up to so long afterwards; a summary of the morning is of no use in the evening."""
GOES_ON = timedelta(minutes=10)
"""What was at work so short a while ago goes on, however long it has been at it: a removal may take longer than 6 h."""

_DAY = timedelta(days=1)
_HOUR_MINUTES = 60
_MOMENT = "%Y-%m-%dT%H:%MZ"


@dataclass(frozen=True, slots=True)
class Slot:
    """One time that a job is to be run. `name` is the same however often, and by whomever, it is found."""

    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, counted from midnight in UTC; `minutes` is a part of the day without remainder."""

    minutes: int

    def __post_init__(self) -> None:
        if not 0 < self.minutes <= DAY_MINUTES or DAY_MINUTES % self.minutes:
            raise ValueError("does not divide a day into equal parts")

    def __str__(self) -> str:
        if self.minutes == _HOUR_MINUTES:
            return "hourly"
        hours, minutes = divmod(self.minutes, _HOUR_MINUTES)
        return f"every {self.minutes} min" if minutes else f"every {hours} h"

    def latest(self, now: datetime) -> Slot:
        """The slot that was due last."""
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (now - midnight) // timedelta(minutes=self.minutes)
        return self._slot(midnight + timedelta(minutes=passed * self.minutes))

    def following(self, now: datetime) -> Slot:
        """The slot that is due next."""
        return self._slot(self.latest(now).due_at + timedelta(minutes=self.minutes))

    @staticmethod
    def _slot(due_at: datetime) -> Slot:
        return Slot(due_at.strftime(_MOMENT), due_at)


@dataclass(frozen=True, slots=True)
class Daily:
    """Once on each date of the zone, when its clocks first show this time; where they skip it, right after what they
    skip. The slot is the date: moved to another time, or zone, it is not run again on the same date.
    """

    at: time
    zone: ZoneInfo

    def __str__(self) -> str:
        return f"daily {self.at:%H:%M} {self.zone.key}"

    def latest(self, now: datetime) -> Slot:
        """The slot that was due last."""
        # Today's may be still to come; yesterday's too, where clocks that skipped a whole date moved it.
        day = now.astimezone(self.zone).date() + _DAY
        while (slot := self.on(day)).due_at > now:
            day -= _DAY
        return slot

    def following(self, now: datetime) -> Slot:
        """The slot that is due next."""
        day = date.fromisoformat(self.latest(now).name) + _DAY
        return self.on(day)

    def on(self, day: date) -> Slot:
        """The slot of that date."""
        return Slot(day.isoformat(), first_instant(datetime.combine(day, self.at), self.zone))


Schedule: TypeAlias = Every | Daily


def due_slot(schedule: Schedule, now: datetime) -> Slot | None:
    """The slot to be run now, unless that was done: the last one that was due, if that is not too long ago. Whatever
    was missed before it is passed over.
    """
    slot = schedule.latest(now)
    return slot if now - slot.due_at <= CATCH_UP else None


def due_at_of(name: str, schedule: Schedule | None) -> datetime | None:
    """When the slot of that name is due; None where the schedule says no more when its dates begin."""
    if "T" in name:
        return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)
    return schedule.on(date.fromisoformat(name)).due_at if isinstance(schedule, Daily) else None


def too_late(due_at: datetime, *, last_at_work: datetime, now: datetime) -> bool:
    """Whether what was begun for a slot, and left, is of no use any more, as it would be had nobody begun it."""
    return now - due_at > CATCH_UP and now - last_at_work > GOES_ON
