"""Who is on call when there are overrides, time off, and people who are not there."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.on_call.coverage import Gap, coverage_gaps
from domain.on_call.duty import DutyReason, OnCall, Override, Plan, TimeOff, duty_at, on_call_at
from domain.on_call.rotation import Rotation, Weekday
from domain.on_call.shifts import shift_at
from domain.on_call.turns import by_hand_between, turn_and_next, turns_between
from tests.support.builders import a_developer
from tests.support.strategies_on_call import FIRST, LAST, PEOPLE, moments, plans

ANNA, BEN, EVE, ZOE = PEOPLE[:4]
backend = Rotation(
    id=UUID(int=99),
    name="Backend",
    services=frozenset({"java"}),
    members=(ANNA, BEN, EVE),
    time_zone="UTC",
    hand_over_weekday=Weekday.MONDAY,
    hand_over_time=time(9),
    starts_on=date(2026, 3, 2),
    created_at=FIRST,
)
TEAM = {who: a_developer(f"d{who.int}", id=who) for who in (ANNA, BEN, EVE, ZOE)}


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def off(who: UUID, begin: datetime, end: datetime) -> TimeOff:
    return TimeOff(id=UUID(int=1), developer_id=who, begin=begin, end=end, reason=None, created_at=FIRST)


def taken(who: UUID, begin: datetime, end: datetime, *, made: datetime = FIRST) -> Override:
    return Override(
        id=UUID(int=2),
        rotation_id=backend.id,
        developer_id=who,
        begin=begin,
        end=end,
        created_by="tests",
        created_at=made,
    )


def plan_of(*, developers: dict[UUID, object] | None = None, **said: object) -> Plan:
    return Plan(rotations=(backend,), developers=TEAM if developers is None else developers, **said)  # type: ignore[arg-type]


def told(plan: Plan, begin: datetime, end: datetime) -> list[tuple[UUID | None, DutyReason, datetime, datetime]]:
    return [(turn.developer_id, turn.why, *turn.span) for turn in turns_between(plan, backend, begin, end)]


def by_the_rules(plan: Plan, rotation: Rotation, moment: datetime) -> UUID | None:
    """Who is on call, said as the rules say it."""
    away = {one.developer_id for one in plan.time_off if one.begin <= moment and moment < one.end}
    there = set(plan.developers) - away
    mine = [one for one in plan.overrides if one.rotation_id == rotation.id and one.begin <= moment < one.end]
    for one in sorted(mine, key=lambda each: (each.created_at, each.id))[::-1]:
        if one.developer_id in there:
            return one.developer_id
    shift = shift_at(rotation, moment)
    if shift is None:
        return None
    count = len(rotation.members)
    order = [rotation.members[(shift.number + step) % count] for step in range(count)]
    return next((member for member in order if member in there), None)


@given(plan=plans(), moment=moments)
def test_who_is_on_call_at_a_moment_follows_from_the_rules(plan: Plan, moment: datetime) -> None:
    for rotation in plan.rotations:
        duty = duty_at(plan, rotation, moment)
        assert duty.developer_id == by_the_rules(plan, rotation, moment)
        assert (duty.developer_id is None) == (duty.why in (DutyReason.EVERYBODY_AWAY, DutyReason.NOT_STARTED))


@given(plan=plans(), moment=moments)
@settings(max_examples=60, deadline=None)
def test_turns_are_side_by_side_and_say_the_same_as_each_moment(plan: Plan, moment: datetime) -> None:
    for rotation in plan.rotations:
        turns = turns_between(plan, rotation, FIRST, LAST)
        end = LAST if rotation.removed_at is None else rotation.removed_at
        edges = [FIRST, *(turn.end for turn in turns)]
        assert [turn.begin for turn in turns] == edges[:-1]
        assert edges[-1] == end or not turns
        at = [turn for turn in turns if turn.begin <= moment < turn.end]
        assert [turn.developer_id for turn in at] == (
            [duty_at(plan, rotation, moment).developer_id] if moment < min(end, LAST) else []
        )


@given(plan=plans(), moment=moments)
@settings(max_examples=60, deadline=None)
def test_the_present_turn_is_whole_and_the_next_is_the_one_after_it(plan: Plan, moment: datetime) -> None:
    for rotation in (one for one in plan.rotations if one.holds(moment)):
        turn, following = turn_and_next(plan, rotation, moment, LAST)
        assert turn.begin <= moment < turn.end
        assert turn.developer_id == duty_at(plan, rotation, moment).developer_id
        if following is not None:
            assert turn.end <= following.begin < LAST
            assert following.developer_id == duty_at(plan, rotation, following.begin).developer_id is not None


@given(plan=plans(), moment=moments, service=st.sampled_from(["java", "php", "*"]))
@settings(max_examples=150, deadline=None)
def test_a_gap_is_where_nobody_is_on_call_though_a_rotation_covers_it(
    plan: Plan, moment: datetime, service: str
) -> None:
    gaps = coverage_gaps(plan, FIRST, LAST, service)
    covered = any(one.covers(service) and one.holds(moment) for one in plan.rotations)
    nobody = not on_call_at(plan, moment, service).people

    in_gap = any(gap.begin <= moment < gap.end for gap in gaps)
    assert in_gap == (covered and nobody and moment < LAST)
    assert all(FIRST <= gap.begin < gap.end <= LAST and gap.service == service for gap in gaps)


@given(plan=plans(), moment=moments, service=st.sampled_from(["java", "php"]) | st.none())
def test_on_call_is_who_is_there(plan: Plan, moment: datetime, service: str | None) -> None:
    on_call = on_call_at(plan, moment, service)
    by_hand = [turn for turn in by_hand_between(plan, FIRST, LAST, service) if turn.begin <= moment < turn.end]

    assert not on_call.people & on_call.away
    assert on_call.people <= set(plan.developers)
    assert {turn.developer_id for turn in by_hand} <= on_call.people


def test_who_takes_a_span_has_it_and_then_the_rotation_goes_on() -> None:
    plan = plan_of(overrides=(taken(ZOE, day(4), day(11)),))

    assert told(plan, day(2), day(16)) == [
        (ANNA, DutyReason.ROTATION, day(2), day(4)),
        (ZOE, DutyReason.OVERRIDE, day(4), day(11)),
        (BEN, DutyReason.ROTATION, day(11), day(16)),
    ]


def test_of_two_who_take_a_span_the_one_who_was_said_last_has_it() -> None:
    first, second = taken(ZOE, day(2), day(9)), taken(EVE, day(3), day(5), made=day(1))

    assert told(plan_of(overrides=(second, first)), day(2), day(9)) == [
        (ZOE, DutyReason.OVERRIDE, day(2), day(3)),
        (EVE, DutyReason.OVERRIDE, day(3), day(5)),
        (ZOE, DutyReason.OVERRIDE, day(5), day(9)),
    ]


def test_while_somebody_is_away_the_next_in_order_stands_in() -> None:
    plan = plan_of(time_off=(off(ANNA, day(3), day(5)), off(BEN, day(4), day(5))))

    assert told(plan, day(2), day(9)) == [
        (ANNA, DutyReason.ROTATION, day(2), day(3)),
        (BEN, DutyReason.STAND_IN, day(3), day(4)),
        (EVE, DutyReason.STAND_IN, day(4), day(5)),
        (ANNA, DutyReason.ROTATION, day(5), day(9)),
    ]
    assert {turn.instead_of for turn in turns_between(plan, backend, day(3), day(5))} == {ANNA}


def test_an_override_of_somebody_who_is_away_is_none() -> None:
    plan = plan_of(overrides=(taken(ZOE, day(2), day(9)),), time_off=(off(ZOE, day(3), day(4)),))

    assert duty_at(plan, backend, day(3)).developer_id == ANNA
    assert duty_at(plan, backend, day(4)).developer_id == ZOE


def test_who_is_not_active_or_was_removed_is_passed_over() -> None:
    plan = plan_of(developers={EVE: TEAM[EVE]})

    assert {turn.developer_id for turn in turns_between(plan, backend, day(2), day(30))} == {EVE}
    nobody = plan_of(developers={})
    assert duty_at(nobody, backend, day(3)).why is DutyReason.EVERYBODY_AWAY
    assert coverage_gaps(nobody, day(2), day(9)) == [Gap(day(2), day(9), "java")]


def test_before_it_begins_and_after_it_ended_it_says_nothing() -> None:
    ended = replace(backend, removed_at=day(5))
    plan = Plan(rotations=(ended,), developers=TEAM)

    assert on_call_at(plan, day(4), "java") == OnCall(people=frozenset({ANNA}))
    assert on_call_at(plan, day(5), "java") == OnCall()
    assert coverage_gaps(plan, day(1), day(9)) == [Gap(day(1), day(2), "java")]


def test_a_rotation_is_asked_about_what_it_covers() -> None:
    assert on_call_at(plan_of(), day(3), "java").people == {ANNA}
    assert on_call_at(plan_of(), day(3), "php").people == frozenset()
    assert on_call_at(plan_of(), day(3), None).people == {ANNA}


def test_whoever_is_on_call_by_hand_fills_a_gap() -> None:
    by_hand = replace(TEAM[ZOE], on_call=True, on_call_until=day(4), services=frozenset({"java"}))
    plan = plan_of(developers={ZOE: by_hand}, time_off=(off(ZOE, day(2, 12), day(3)),))

    assert coverage_gaps(plan, day(2), day(9)) == [Gap(day(2, 12), day(3), "java"), Gap(day(4), day(9), "java")]
    assert on_call_at(plan, day(2, 12), "java") == OnCall(away=frozenset({ZOE}))
    assert on_call_at(plan, day(3), "java").people == {ZOE}
    assert on_call_at(plan, day(3), "php").people == frozenset()


def test_a_single_member_has_one_turn_after_the_other() -> None:
    alone = replace(backend, members=(ANNA,))
    turn, following = turn_and_next(Plan(rotations=(alone,), developers=TEAM), alone, day(3), day(30))

    assert (turn.begin, turn.end) == (day(2), day(9))
    assert following is not None
    assert (following.developer_id, following.begin) == (ANNA, day(9))


def test_without_anybody_next_there_is_none() -> None:
    turn, following = turn_and_next(plan_of(developers={}), backend, day(3), day(3) + timedelta(days=400))

    assert (turn.developer_id, following) == (None, None)
