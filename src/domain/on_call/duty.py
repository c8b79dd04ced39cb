"""Who is on call at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.developer import Developer
from domain.on_call.rotation import Rotation
from domain.on_call.shifts import Shift, shift_at

LONGEST_SPAN = timedelta(days=366)
LONGEST_REASON = 200


class DutyReason(StrEnum):
    """Why this person is on call, or why nobody is."""

    ROTATION = "rotation"
    """It is this person's turn."""
    STAND_IN = "stand_in"
    """Whose turn it is is away or not active; this is the next member who is not."""
    OVERRIDE = "override"
    """Somebody said that this person takes that time."""
    BY_HAND = "by_hand"
    """The person was put on call, outside all rotations."""
    EVERYBODY_AWAY = "everybody_away"
    """No member is there: nobody is on call."""
    NOT_STARTED = "not_started"
    """The rotation begins later: nobody is on call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """This developer takes a span of a rotation; of several that overlap the one that was made last holds."""

    id: UUID
    rotation_id: UUID
    developer_id: UUID
    begin: datetime
    end: datetime
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOff:
    """A span in which nothing is given to this developer."""

    id: UUID
    developer_id: UUID
    begin: datetime
    end: datetime
    reason: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that says who is on call. `developers` are those who can be asked: who is missing there is passed over."""

    rotations: tuple[Rotation, ...] = ()
    overrides: tuple[Override, ...] = ()
    time_off: tuple[TimeOff, ...] = ()
    developers: Mapping[UUID, Developer]

    def away(self, moment: datetime) -> frozenset[UUID]:
        """Who has time off then."""
        return frozenset(off.developer_id for off in self.time_off if off.begin <= moment < off.end)


@dataclass(frozen=True, slots=True)
class OnCall:
    """`people` are on call, all of them there; `away` has time off."""

    people: frozenset[UUID] = frozenset()
    away: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who is on call by one rotation, None for nobody. `instead_of` is whose turn it is where another has it."""

    developer_id: UUID | None
    why: DutyReason
    instead_of: UUID | None = None
    shift: Shift | None = None
    override: Override | None = None


def on_call_at(plan: Plan, moment: datetime, service: str | None) -> OnCall:
    """By rotations that cover the service and by hand, if the person knows it; None is any service."""
    away = plan.away(moment)
    duties = [duty_at(plan, one, moment) for one in plan.rotations if one.covers(service) and one.holds(moment)]
    people = {duty.developer_id for duty in duties if duty.developer_id is not None}
    by_hand = {one.id for one in plan.developers.values() if _is_by_hand(one, moment, service)}
    return OnCall(people=frozenset((people | by_hand) - away), away=away)


def duty_at(plan: Plan, rotation: Rotation, moment: datetime) -> Duty:
    """The latest override whose person is there, else whose turn it is, else the next member who is there."""
    absent = plan.away(moment)
    shift = shift_at(rotation, moment)
    turn = None if shift is None else shift.member
    held = [one for one in plan.overrides if one.rotation_id == rotation.id and one.begin <= moment < one.end]
    for one in sorted(held, key=lambda each: (each.created_at, each.id), reverse=True):
        if _is_there(plan, one.developer_id, absent):
            instead = None if turn == one.developer_id else turn
            return Duty(developer_id=one.developer_id, why=DutyReason.OVERRIDE, instead_of=instead, override=one)
    if shift is None:
        return Duty(developer_id=None, why=DutyReason.NOT_STARTED)
    first = shift.number % len(rotation.members)
    for member in (*rotation.members[first:], *rotation.members[:first]):
        if _is_there(plan, member, absent):
            why, instead = (DutyReason.ROTATION, None) if member == turn else (DutyReason.STAND_IN, turn)
            return Duty(developer_id=member, why=why, instead_of=instead, shift=shift)
    return Duty(developer_id=None, why=DutyReason.EVERYBODY_AWAY, instead_of=turn, shift=shift)


def _is_there(plan: Plan, developer_id: UUID, absent: frozenset[UUID]) -> bool:
    return developer_id in plan.developers and developer_id not in absent


def _is_by_hand(developer: Developer, moment: datetime, service: str | None) -> bool:
    return developer.is_on_call(moment) and (service is None or developer.knows(service))
