"""Turns of rotations."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.on_call.rotation import Rotation, Weekday
from domain.on_call.shifts import Shift, shift_at, shifts_between, starts_at
from domain.time_zones import first_instant
from tests.support.strategies_on_call import PEOPLE, ZONES, rotations

ANNA, BEN = PEOPLE[:2]
TWENTY_YEARS = timedelta(days=20 * 365)

backend = Rotation(
    id=UUID(int=99),
    name="Backend",
    services=frozenset({"*"}),
    members=(ANNA, BEN),
    time_zone="Europe/Berlin",
    hand_over_weekday=Weekday.SUNDAY,
    hand_over_time=time(2, 30),
    starts_on=date(2026, 3, 22),
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def by_walking(rotation: Rotation, moment: datetime) -> UUID | None:
    """Whose turn it is, by going from hand-over to hand-over, day by day."""
    zone, whose, weeks = ZoneInfo(rotation.time_zone), -1, rotation.weeks
    day = rotation.starts_on
    week = rotation.starts_on
    while first_instant(datetime.combine(day, rotation.hand_over_time), zone) <= moment:
        if day == rotation.starts_on:
            whose = 0
            # The week began on the last such weekday.
            while week.isoweekday() != rotation.hand_over_weekday.number:
                week -= timedelta(days=1)
        elif (day - week).days == 7 * weeks:
            whose, week = whose + 1, day
        day += timedelta(days=1)
    return None if whose < 0 else rotation.members[whose % len(rotation.members)]


@given(rotation=rotations(), after=st.integers(-100_000, 1_000_000))
def test_it_is_whose_turn_is_found_by_walking(rotation: Rotation, after: int) -> None:
    moment = starts_at(rotation) + timedelta(minutes=after)
    shift = shift_at(rotation, moment)

    assert (None if shift is None else shift.member) == by_walking(rotation, moment)
    assert shift is None or shift.begin <= moment < shift.end


@given(rotation=rotations())
@settings(max_examples=30, deadline=None)
def test_turns_lie_side_by_side_for_twenty_years(rotation: Rotation) -> None:
    start = starts_at(rotation)
    shifts = list(shifts_between(rotation, start, start + TWENTY_YEARS))

    assert shifts[0].begin == start
    assert all(one.end == other.begin and one.begin < one.end for one, other in pairwise(shifts))
    assert all(other.number == one.number + 1 for one, other in pairwise(shifts))
    assert shifts[-1].end >= start + TWENTY_YEARS
    whose = [rotation.members[number % len(rotation.members)] for number in range(len(shifts))]
    assert [shift.member for shift in shifts] == whose


@given(rotation=rotations())
@settings(max_examples=30, deadline=None)
def test_it_is_handed_over_on_its_weekday_by_the_zones_clocks(rotation: Rotation) -> None:
    zone, start = ZoneInfo(rotation.time_zone), starts_at(rotation)
    for shift in list(shifts_between(rotation, start, start + TWENTY_YEARS))[1:]:
        local = shift.begin.astimezone(zone)
        just_before = (shift.begin - timedelta(microseconds=1)).astimezone(zone)
        skipped = just_before.time() < rotation.hand_over_time < local.time()
        assert local.isoweekday() == rotation.hand_over_weekday.number
        assert local.fold == 0
        assert local.time() == rotation.hand_over_time or skipped


@given(rotation=rotations(), begin=st.integers(-60, 900), length=st.integers(0, 300))
def test_turns_of_a_span_are_those_that_have_a_part_in_it(rotation: Rotation, begin: int, length: int) -> None:
    start = starts_at(rotation)
    first = start + timedelta(days=begin)
    last = first + timedelta(days=length)
    everything = list(shifts_between(rotation, start, start + timedelta(days=1300)))

    expected = [shift for shift in everything if shift.begin < last and shift.end > first and length]
    assert list(shifts_between(rotation, first, last)) == expected


def test_in_the_hour_that_is_skipped_it_is_handed_over_right_after() -> None:
    spring = list(shifts_between(backend, utc("2026-03-22T02:00"), utc("2026-04-01T00:00")))

    assert spring == [
        Shift(0, ANNA, utc("2026-03-22T01:30"), utc("2026-03-29T01:00")),
        Shift(1, BEN, utc("2026-03-29T01:00"), utc("2026-04-05T00:30")),
    ]


def test_in_the_hour_that_comes_twice_it_is_handed_over_in_the_first() -> None:
    before, after = (shift_at(backend, utc(f"2026-10-25T00:{minute}")) for minute in ("29", "30"))

    assert before is not None
    assert after is not None
    assert (before.end, after.begin) == (utc("2026-10-25T00:30"), utc("2026-10-25T00:30"))
    assert after.end == utc("2026-11-01T01:30")


def test_a_rotation_that_begins_on_another_weekday_has_a_short_first_turn() -> None:
    on_monday = replace(backend, hand_over_weekday=Weekday.MONDAY, hand_over_time=time(9), starts_on=date(2026, 6, 4))

    assert shift_at(on_monday, utc("2026-06-04T06:59")) is None
    assert shift_at(on_monday, utc("2026-06-04T07:00")) == Shift(
        0, ANNA, utc("2026-06-04T07:00"), utc("2026-06-08T07:00")
    )


def test_a_turn_of_which_the_clocks_skip_all_is_nobodys() -> None:
    """Samoa had no 30 December 2011."""
    skipped = replace(
        backend,
        time_zone="Pacific/Apia",
        hand_over_weekday=Weekday.SATURDAY,
        hand_over_time=time(0),
        starts_on=date(2011, 12, 30),
    )

    [first] = shifts_between(skipped, utc("2011-12-30T00:00"), utc("2012-01-01T00:00"))
    assert (first.begin, first.end, first.member) == (utc("2011-12-30T10:00"), utc("2012-01-06T10:00"), BEN)


@pytest.mark.parametrize("zone", ZONES)
def test_daily_hand_overs_would_be_exact_to_the_minute(zone: str) -> None:
    """Seven rotations, one a weekday, meet every move of the clocks in forty years."""
    rotas = [replace(backend, time_zone=zone, hand_over_weekday=day, starts_on=date(2000, 1, 1)) for day in Weekday]
    end = datetime(2040, 1, 1, tzinfo=UTC)
    for rota in rotas:
        shifts = list(shifts_between(rota, starts_at(rota), end))
        weeks = {(other.begin - one.begin) for one, other in pairwise(shifts[1:])}
        assert weeks <= {timedelta(days=7, minutes=minutes) for minutes in (-60, -30, 0, 30, 60)}
