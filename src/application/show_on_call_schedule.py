"""Show who is on call when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.on_call_records import check_moments, people_of
from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.errors import FieldsRefused
from domain.on_call.coverage import Gap, coverage_gaps
from domain.on_call.duty import LONGEST_SPAN
from domain.on_call.rotation import Rotation
from domain.on_call.turns import Turn, by_hand_between, turns_between

_USUAL = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOnCallScheduleQuery:
    """`begin` None is now, `end` None 28 days later; `service` None any service."""

    begin: datetime | None = None
    end: datetime | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSchedule:
    """`turns` by time, then by rotation, and `gaps` by time, both cut at `begin` and `end`; `rotations` and `people`
    are all that are named.
    """

    begin: datetime
    end: datetime
    service: str | None
    turns: Sequence[Turn]
    gaps: Sequence[Gap]
    rotations: Mapping[UUID, Rotation]
    people: Mapping[UUID, Developer]


class ShowOnCallSchedule:
    """Who is on call from one moment until another, turn by turn, and when nobody is.

    - Without `from` from now on, without `until` for 28 days; at most 366 days. What reaches beyond is cut.
    - `shifts` are those of rotations that cover `service` and of people who were put on call by hand and know it; by
      whom there is nobody, `developer` is null and `why` says so.
    - `gaps` are spans in which nobody is on call for a service, by any rotation or by hand, while a rotation covers it;
      `*` stands for all services that no rotation names.
    - The past is as rotations, overrides, time off and developers are now; removed rotations count until they were
      removed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, query: ShowOnCallScheduleQuery) -> OnCallSchedule:
        """The schedule. Raises RuleViolation for a span that cannot be, StoreUnavailable."""
        with self._store.reading() as work:
            begin, end = _span(query, work.now())
            plan = work.on_call.plan(begin, end)
            rotations = {one.id: one for one in plan.rotations if one.covers(query.service)}
            turns = [turn for one in rotations.values() for turn in turns_between(plan, one, begin, end)]
            turns += by_hand_between(plan, begin, end, query.service)
            named = {one for turn in turns for one in (turn.developer_id, turn.instead_of) if one is not None}
            return OnCallSchedule(
                begin=begin,
                end=end,
                service=query.service,
                turns=sorted(turns, key=lambda turn: turn.begin),
                gaps=coverage_gaps(plan, begin, end, query.service),
                rotations=rotations,
                people=people_of(work, named),
            )


def _span(query: ShowOnCallScheduleQuery, now: datetime) -> tuple[datetime, datetime]:
    begin = query.begin or now
    check_moments({"from": begin})
    end = query.end or begin + _USUAL
    check_moments({"until": end})
    if end <= begin:
        raise FieldsRefused({"until": "is not after from"})
    if end - begin > LONGEST_SPAN:
        raise FieldsRefused({"until": f"is more than {LONGEST_SPAN.days} days after from"})
    return begin.astimezone(UTC), end.astimezone(UTC)
