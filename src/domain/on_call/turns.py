"""Who is on call by a rotation, one after the other."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.on_call.duty import Duty, DutyReason, Plan, duty_at
from domain.on_call.rotation import Rotation
from domain.on_call.shifts import shift_at, starts_at
from domain.on_call.spans import Span, joined, without


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A span in which one person, or nobody, is on call for one reason. By hand there is no rotation."""

    rotation_id: UUID | None
    developer_id: UUID | None
    why: DutyReason
    instead_of: UUID | None = None
    begin: datetime
    end: datetime

    @property
    def span(self) -> Span:
        """From when until when."""
        return self.begin, self.end


@dataclass(frozen=True, slots=True)
class _Span:
    duty: Duty
    begin: datetime
    end: datetime


def turns_between(plan: Plan, rotation: Rotation, begin: datetime, end: datetime) -> Sequence[Turn]:
    """Its turns side by side, cut at both moments; none after it was removed."""
    turns = []
    for span in _spans(plan, rotation, begin):
        if span.begin >= end:
            break
        turns.append(_turn(rotation, replace(span, end=min(span.end, end))))
    return turns


def turn_and_next(plan: Plan, rotation: Rotation, moment: datetime, horizon: datetime) -> tuple[Turn, Turn | None]:
    """The whole turn into which the moment falls, and the next one that somebody has who is found before the horizon.
    The rotation must hold then.
    """
    spans = _spans(plan, rotation, _beginning(plan, rotation, moment))
    present = next(span for span in spans if moment < span.end)
    for span in spans:
        if span.begin >= horizon:
            break
        if span.duty.developer_id is not None:
            return _turn(rotation, present), _turn(rotation, span)
    return _turn(rotation, present), None


def by_hand_between(plan: Plan, begin: datetime, end: datetime, service: str | None) -> Sequence[Turn]:
    """Who is on call outside all rotations and knows the service, None for any, without their time off, cut at both
    moments.
    """
    found = []
    for _, person in sorted(plan.developers.items()):
        if not (person.on_call and person.can_be_asked and (service is None or person.knows(service))):
            continue
        first, last = max(begin, person.on_call_from or begin), min(end, person.on_call_until or end)
        off = joined((one.begin, one.end) for one in plan.time_off if one.developer_id == person.id)
        for since, until in without([(first, last)] if first < last else [], off):
            turn = Turn(rotation_id=None, developer_id=person.id, why=DutyReason.BY_HAND, begin=since, end=until)
            found.append(turn)
    return found


def _spans(plan: Plan, rotation: Rotation, begin: datetime) -> Iterator[_Span]:
    """Without an end, unless the rotation has one."""
    edges = _edges(plan, rotation)
    at, current = begin, None
    while rotation.holds(at):
        duty, until = duty_at(plan, rotation, at), _next_change(rotation, edges, at)
        if current is not None and _is_same(current.duty, duty):
            current = replace(current, end=until)
        else:
            if current is not None:
                yield current
            current = _Span(duty, at, until)
        at = until
    if current is not None:
        yield current


def _is_same(duty: Duty, later: Duty) -> bool:
    """The turns of one member after each other are several, and so is the time of nobody: none lasts for ever."""
    if duty.override is not None or later.override is not None:
        return duty.override == later.override
    return duty == later


def _edges(plan: Plan, rotation: Rotation) -> Sequence[datetime]:
    """When others than the rotation itself may change who is on call, sorted."""
    overrides = [one for one in plan.overrides if one.rotation_id == rotation.id]
    people = {*rotation.members, *(one.developer_id for one in overrides)}
    edges = {edge for one in overrides for edge in (one.begin, one.end)}
    edges |= {edge for off in plan.time_off if off.developer_id in people for edge in (off.begin, off.end)}
    return sorted(edges if rotation.removed_at is None else {*edges, rotation.removed_at})


def _next_change(rotation: Rotation, edges: Sequence[datetime], at: datetime) -> datetime:
    shift = shift_at(rotation, at)
    following = starts_at(rotation) if shift is None else shift.end
    place = bisect_right(edges, at)
    return min(following, edges[place]) if place < len(edges) else following


def _beginning(plan: Plan, rotation: Rotation, moment: datetime) -> datetime:
    """Not after the beginning of the turn into which the moment falls."""
    shift = shift_at(rotation, moment)
    held = [one.begin for one in plan.overrides if one.rotation_id == rotation.id and one.begin <= moment < one.end]
    return min([*held, rotation.created_at if shift is None else shift.begin, moment])


def _turn(rotation: Rotation, span: _Span) -> Turn:
    return Turn(
        rotation_id=rotation.id,
        developer_id=span.duty.developer_id,
        why=span.duty.why,
        instead_of=span.duty.instead_of,
        begin=span.begin,
        end=span.end,
    )
