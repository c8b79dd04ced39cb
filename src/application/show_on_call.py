"""Show who is on call at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.on_call_records import check_moments, people_of
from application.ports.unit_of_work import Store, UnitOfWork
from domain.developer import Developer
from domain.on_call.duty import LONGEST_SPAN, DutyReason, Plan
from domain.on_call.rotation import MOST_WEEKS, Rotation
from domain.on_call.turns import Turn, turn_and_next

_LOOK = LONGEST_SPAN + timedelta(weeks=MOST_WEEKS)
"""No turn is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOnCallQuery:
    """`at` None is now, `service` None any service."""

    at: datetime | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallEntry:
    """Who is on call by a rotation, or by hand where it is None; `developer_id` None for nobody. `begin` and `end` are
    None by hand where nothing was said. `following` is the next turn that somebody has.
    """

    rotation: Rotation | None
    developer_id: UUID | None
    why: DutyReason
    instead_of: UUID | None = None
    begin: datetime | None
    end: datetime | None
    following: Turn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallReport:
    """How it is `at` that moment. `away` is until when people are, by the end of the time off that holds. `people` are
    all who are named.
    """

    at: datetime
    service: str | None
    entries: Sequence[OnCallEntry]
    away: Mapping[UUID, datetime]
    people: Mapping[UUID, Developer]


class ShowOnCall:
    """Who is on call at a moment, past or future, why, until when, and who is next.

    - Without `at` now; `service` shows who is on call for it: by rotations that cover it, and by hand whoever knows it.
    - `why` is `rotation` (it is this person's turn), `stand_in` (whose turn it is, `instead_of`, is away or not
      active), `override`, `by_hand`; or, with no `developer`, `everybody_away` or `not_started`.
    - `next` is who follows in the same rotation, if anybody does within a year.
    - `away` is who has time off then: nothing is given to them.
    - The past is as rotations, overrides, time off and developers are now; removed rotations count until they were
      removed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: ShowOnCallQuery) -> OnCallReport:
        """The report. Raises RuleViolation for a moment too far away, StoreUnavailable."""
        with self._store.reading() as work:
            at = query.at or work.now()
            check_moments({"at": at})
            at = at.astimezone(UTC)
            plan = work.on_call.plan(at - _LOOK, at + _LOOK)
            rotations = [one for one in plan.rotations if one.covers(query.service) and one.holds(at)]
            entries = [_entry(plan, rotation, at) for rotation in rotations]
            entries += _by_hand(plan, at, query.service)
            return OnCallReport(
                at=at,
                service=query.service,
                entries=entries,
                away=_away(plan, at),
                people=_people(work, entries),
            )


def _entry(plan: Plan, rotation: Rotation, at: datetime) -> OnCallEntry:
    turn, following = turn_and_next(plan, rotation, at, at + _LOOK)
    return OnCallEntry(
        rotation=rotation,
        developer_id=turn.developer_id,
        why=turn.why,
        instead_of=turn.instead_of,
        begin=turn.begin,
        end=turn.end,
        following=following,
    )


def _by_hand(plan: Plan, at: datetime, service: str | None) -> Sequence[OnCallEntry]:
    away = plan.away(at)
    return [
        OnCallEntry(
            rotation=None,
            developer_id=one.id,
            why=DutyReason.BY_HAND,
            begin=one.on_call_from,
            end=one.on_call_until,
        )
        for one in sorted(plan.developers.values(), key=lambda person: (person.name, person.id))
        if one.is_on_call(at) and one.id not in away and (service is None or one.knows(service))
    ]


def _away(plan: Plan, at: datetime) -> Mapping[UUID, datetime]:
    held = [off for off in plan.time_off if off.begin <= at < off.end]
    return {off.developer_id: off.end for off in sorted(held, key=lambda each: each.end)}


def _people(work: UnitOfWork, entries: Sequence[OnCallEntry]) -> Mapping[UUID, Developer]:
    named = {one for entry in entries for one in (entry.developer_id, entry.instead_of) if one is not None}
    return people_of(work, named)
