"""When nobody is on call, and who is for what they are not asked about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.developer import EVERY_SERVICE, Developer
from domain.on_call.duty import Plan
from domain.on_call.rotation import Rotation
from domain.on_call.spans import joined, without
from domain.on_call.turns import Turn, by_hand_between, turns_between


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A span in which nobody is on call for a service; "*" stands for those that no rotation names."""

    begin: datetime
    end: datetime
    service: str


def idle_members(rotations: Iterable[Rotation], developers: Mapping[UUID, Developer]) -> Sequence[tuple[str, str]]:
    """The names of members with each service of their rotations that they do not know: on call, they are not asked
    about it. "*" stands for what each of them knows.

    Args:
        developers: those who can be asked, by id.
    """
    return sorted(
        {
            (developer.name, service)
            for rotation in rotations
            for developer in map(developers.get, rotation.members)
            for service in rotation.services
            if developer is not None and service != EVERY_SERVICE and not developer.knows(service)
        }
    )


def coverage_gaps(plan: Plan, begin: datetime, end: datetime, service: str | None = None) -> Sequence[Gap]:
    """By time, for each service while some rotation covers it, or for one; whoever was put on call by hand fills a gap
    too.
    """
    found: dict[UUID, Sequence[Turn]] = {one.id: turns_between(plan, one, begin, end) for one in plan.rotations}
    named = {name for one in plan.rotations for name in one.services} if service is None else {service}
    gaps = []
    for name in named:
        turns = [turn for one in plan.rotations if one.covers(name) for turn in found[one.id]]
        people = [turn for turn in turns if turn.developer_id is not None]
        taken = joined(turn.span for turn in (*people, *by_hand_between(plan, begin, end, name)))
        gaps += [Gap(*span, name) for span in without(joined(turn.span for turn in turns), taken)]
    return sorted(gaps)
