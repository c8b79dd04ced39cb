"""Turns that people take, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from domain.developer import EVERY_SERVICE, name_fault, services_fault
from domain.errors import FieldsRefused
from domain.time_zones import zone_fault
from domain.versions import version_of

MOST_MEMBERS = 50
MOST_WEEKS = 26
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
"""When a rotation may begin; the rules of most zones are known for that time."""


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """1 for Monday (ISO 8601)."""
        return list(Weekday).index(self) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """The members take turns in their order, each for `weeks` weeks; it is handed over on that weekday at that time of
    the zone's clocks. It begins on `starts_on` at that time, with what is left of the first member's turn where that is
    another weekday. `services` are names, or "*" for every one. It holds until just before `removed_at`.
    """

    id: UUID
    name: str
    services: frozenset[str]
    members: tuple[UUID, ...]
    time_zone: str
    hand_over_weekday: Weekday
    hand_over_time: time
    weeks: int = 1
    starts_on: date
    created_at: datetime
    removed_at: datetime | None = None

    def covers(self, service: str | None) -> bool:
        """Whether it says who is on call for the service; None is any."""
        return service is None or service in self.services or EVERY_SERVICE in self.services

    def holds(self, moment: datetime) -> bool:
        """Whether it was not removed yet at that moment."""
        return self.removed_at is None or moment < self.removed_at


def check_rotation(rotation: Rotation) -> None:
    """Raise FieldsRefused unless this can be a rotation."""
    faults = {
        "name": name_fault(rotation.name),
        "services": rotation_services_fault(sorted(rotation.services)),
        "members": members_fault(rotation.members),
        "time_zone": zone_fault(rotation.time_zone),
        "hand_over_time": None if _to_the_minute(rotation.hand_over_time) else "is not a time to the minute, as 09:00",
        "weeks": None if 1 <= rotation.weeks <= MOST_WEEKS else f"is not between 1 and {MOST_WEEKS}",
        "starts_on": starts_on_fault(rotation.starts_on),
    }
    if wrong := {field: fault for field, fault in faults.items() if fault is not None}:
        raise FieldsRefused(wrong)


def rotation_services_fault(services: Sequence[str]) -> str | None:
    """What keeps a rotation from covering these, or None."""
    return services_fault(services) if services else 'is empty; "*" is every service'


def members_fault(members: Sequence[object]) -> str | None:
    """What keeps these from taking turns, or None."""
    if not members:
        return "is empty: a rotation needs at least one member"
    if len(members) > MOST_MEMBERS:
        return f"are more than {MOST_MEMBERS}"
    return "names somebody twice" if len(set(members)) < len(members) else None


def starts_on_fault(day: date) -> str | None:
    """What keeps a rotation from beginning on that day, or None."""
    return None if FIRST_DAY <= day <= LAST_DAY else f"is not between the years {FIRST_DAY.year} and {LAST_DAY.year}"


def rotation_version(rotation: Rotation) -> str:
    """Of all that people say about a rotation."""
    return version_of(
        rotation.name,
        rotation.services,
        rotation.members,
        rotation.time_zone,
        rotation.hand_over_weekday,
        rotation.hand_over_time,
        rotation.weeks,
        rotation.starts_on,
        rotation.removed_at,
    )


def _to_the_minute(at: time) -> bool:
    return at.tzinfo is None and at.second == at.microsecond == 0
