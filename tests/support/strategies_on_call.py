"""Hypothesis strategies for rotations and plans."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import strategies as st

from domain.developer import Developer
from domain.on_call.duty import Override, Plan, TimeOff
from domain.on_call.rotation import Rotation, Weekday

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
"""Half a year apart, half an hour of daylight saving, an odd offset, and none at all."""

PEOPLE = tuple(UUID(int=number) for number in range(1, 7))

members = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True).map(tuple)
local_times = st.builds(time, st.integers(0, 23), st.integers(0, 59)) | st.builds(time, st.integers(0, 4))
"""Also often in the night, when clocks are moved."""


def rotations(*, first: date = date(2000, 1, 1), last: date = date(2040, 1, 1)) -> st.SearchStrategy[Rotation]:
    """Beginning between both days, in any of the zones."""
    return st.builds(
        Rotation,
        id=st.uuids(),
        name=st.sampled_from(["Backend", "Web"]),
        services=st.sets(st.sampled_from(["java", "php", "*"]), min_size=1).map(frozenset),
        members=members,
        time_zone=st.sampled_from(ZONES),
        hand_over_weekday=st.sampled_from(Weekday),
        hand_over_time=local_times,
        weeks=st.integers(1, 3),
        starts_on=st.dates(first, last),
        created_at=st.just(datetime(2000, 1, 1, tzinfo=UTC)),
        removed_at=st.none(),
    )


FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
"""In between clocks are put forward."""
_MINUTES = int((LAST - FIRST).total_seconds()) // 60
moments = st.integers(0, _MINUTES).map(lambda number: FIRST + timedelta(minutes=number))
_spans = st.tuples(moments, st.integers(1, 20_000)).map(lambda span: (span[0], span[0] + timedelta(minutes=span[1])))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A few rotations of two months, with overrides, time off, people on call by hand, and some who are not there."""
    taken = draw(st.lists(rotations(first=date(2026, 2, 1), last=date(2026, 4, 1)), max_size=3))
    made = tuple(one if draw(st.booleans()) else _removed(one, draw(moments)) for one in taken)
    overrides = [
        Override(
            id=UUID(int=number),
            rotation_id=draw(st.sampled_from(made)).id,
            developer_id=draw(st.sampled_from(PEOPLE)),
            begin=begin,
            end=end,
            created_by="tests",
            created_at=draw(moments),
        )
        for number, (begin, end) in enumerate(draw(st.lists(_spans, max_size=4)) if made else [])
    ]
    time_off = [
        TimeOff(id=UUID(int=number), developer_id=who, begin=begin, end=end, reason=None, created_at=FIRST)
        for number, (who, (begin, end)) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(PEOPLE), _spans), max_size=5))
        )
    ]
    there = draw(st.sets(st.sampled_from(PEOPLE)))
    people = {who: draw(_developer(who)) for who in sorted(there)}
    return Plan(rotations=made, overrides=tuple(overrides), time_off=tuple(time_off), developers=people)


def _removed(rotation: Rotation, at: datetime) -> Rotation:
    return Rotation(**{**{name: getattr(rotation, name) for name in Rotation.__slots__}, "removed_at": at})


def _developer(who: UUID) -> st.SearchStrategy[Developer]:
    begin_and_end = st.none() | _spans
    return begin_and_end.flatmap(
        lambda span: st.builds(
            Developer,
            id=st.just(who),
            name=st.just(f"dev {who.int}"),
            email=st.none(),
            services=st.sets(st.sampled_from(["java", "php", "*"])).map(frozenset),
            created_at=st.just(FIRST),
            on_call=st.booleans(),
            on_call_from=st.just(None if span is None else span[0]),
            on_call_until=st.just(None if span is None else span[1]),
        )
    )
