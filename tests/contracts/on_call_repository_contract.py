"""What every `OnCallRepository` promises."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given

from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.on_call.duty import OnCall, Override, Plan, TimeOff
from domain.on_call.rotation import Rotation, Weekday
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer
from tests.support.strategies import NOON
from tests.support.strategies_on_call import rotations

DAY = timedelta(days=1)
ANNA, BEN = a_developer("Anna"), a_developer("Ben")


def a_rotation(**changes: Any) -> Rotation:
    rotation = Rotation(
        id=uuid4(),
        name="Backend",
        services=frozenset({"java"}),
        members=(ANNA.id, BEN.id),
        time_zone="Europe/Berlin",
        hand_over_weekday=Weekday(NOON.strftime("%A").lower()),
        hand_over_time=time(0),
        starts_on=date(NOON.year, NOON.month, NOON.day),
        created_at=NOON,
    )
    return replace(rotation, **changes)


def an_override(rotation_id: UUID, begin: datetime = NOON, **changes: Any) -> Override:
    override = Override(
        id=uuid4(),
        rotation_id=rotation_id,
        developer_id=BEN.id,
        begin=begin,
        end=begin + DAY,
        created_by="tests",
        created_at=NOON,
    )
    return replace(override, **changes)


def time_off(developer: Developer, begin: datetime = NOON) -> TimeOff:
    return TimeOff(
        id=uuid4(), developer_id=developer.id, begin=begin, end=begin + DAY, reason="on holiday", created_at=NOON
    )


class OnCallRepositoryContract:
    """For rotations, overrides and time off."""

    @given(rotation=rotations())
    @on_one_store
    def test_a_rotation_comes_back_equal(self, store: Store, rotation: Rotation) -> None:
        changed = replace(rotation, name="Other", removed_at=NOON, members=rotation.members[::-1])
        with store.writing() as work:
            work.on_call.add_rotation(rotation)
            assert work.on_call.rotation(rotation.id) == work.on_call.lock_rotation(rotation.id) == rotation
            work.on_call.save_rotation(changed)
            assert work.on_call.rotation(rotation.id) == changed

    def test_rotations_are_by_name_without_removed_ones(self, store: Store) -> None:
        web, backend, gone = a_rotation(name="Web"), a_rotation(), a_rotation(name="Apps", removed_at=NOON)
        _keep(store, rotations=(web, backend, gone))

        with store.writing() as work:
            assert work.on_call.rotations() == [backend, web]
            assert work.on_call.rotation(gone.id) == gone
            assert work.on_call.rotation(uuid4()) is work.on_call.lock_rotation(uuid4()) is None

    def test_overrides_are_kept_and_removed(self, store: Store) -> None:
        rotation = a_rotation()
        late, early, other = an_override(rotation.id, NOON + DAY), an_override(rotation.id), an_override(uuid4())
        _keep(store, overrides=(late, early, other))

        with store.writing() as work:
            assert work.on_call.override(late.id) == late
            assert work.on_call.overrides_of(rotation.id, after=NOON) == [early, late]
            assert work.on_call.overrides_of(rotation.id, after=NOON + DAY) == [late]
            work.on_call.remove_override(late.id)
            work.on_call.remove_override(uuid4())
            assert work.on_call.override(late.id) is None
            assert work.on_call.overrides_of(rotation.id, after=NOON) == [early]

    def test_time_off_is_kept_and_removed(self, store: Store) -> None:
        late, early, other = time_off(ANNA, NOON + DAY), time_off(ANNA), time_off(BEN)
        _keep(store, time_off=(late, early, other))

        with store.writing() as work:
            assert work.on_call.time_off(late.id) == late
            assert work.on_call.time_off_of(ANNA.id, after=NOON) == [early, late]
            assert work.on_call.time_off_of(ANNA.id, after=NOON + DAY) == [late]
            work.on_call.remove_time_off(late.id)
            work.on_call.remove_time_off(uuid4())
            assert work.on_call.time_off(late.id) is None
            assert work.on_call.time_off_of(BEN.id, after=NOON) == [other]

    def test_a_plan_is_what_has_a_part_in_the_span(self, store: Store) -> None:
        rotation, gone = a_rotation(), a_rotation(name="Gone", removed_at=NOON + DAY)
        ended, other = a_rotation(name="Ended", removed_at=NOON), a_rotation(name="Alone")
        overrides = [an_override(rotation.id, NOON + number * DAY) for number in range(-1, 3)]
        spans = [time_off(ANNA, NOON + number * DAY) for number in range(-1, 3)]
        away = a_developer("Eve", active=False)
        _keep(store, (rotation, gone, ended, other), overrides, spans, (ANNA, BEN, away))

        with store.reading() as work:
            plan = work.on_call.plan(NOON, NOON + 2 * DAY)

        assert plan == Plan(
            rotations=(other, rotation, gone),
            overrides=tuple(overrides[1:3]),
            time_off=tuple(spans[1:3]),
            developers={ANNA.id: ANNA, BEN.id: BEN},
        )

    def test_nobody_is_on_call_where_nothing_was_said(self, store: Store) -> None:
        with store.reading() as work:
            assert work.on_call.at(NOON, "java") == OnCall()
            assert work.on_call.plan(NOON, NOON + DAY) == Plan(developers={})

    @pytest.mark.parametrize(
        ("after", "service", "people", "away"),
        [
            (timedelta(), "java", {"Anna"}, set()),
            (timedelta(), "php", {"Zoe"}, set()),
            (timedelta(), None, {"Anna", "Zoe"}, set()),
            (timedelta(days=2), "java", {"Ben"}, {"Anna"}),
            (timedelta(days=3), "java", {"Anna"}, set()),
            (timedelta(days=4), "java", {"Ben"}, set()),
            (timedelta(days=-9), "java", set(), set()),
        ],
    )
    def test_who_is_on_call(
        self, store: Store, after: timedelta, service: str | None, people: set[str], away: set[str]
    ) -> None:
        rotation, zoe = a_rotation(), a_developer("Zoe", on_call=True, services=frozenset({"php"}))
        zoe = replace(zoe, on_call_from=NOON)
        team = {one.name: one.id for one in (ANNA, BEN, zoe)}
        overrides = [an_override(rotation.id, NOON + 4 * DAY)]
        _keep(store, (rotation,), overrides, [time_off(ANNA, NOON + 2 * DAY)], (ANNA, BEN, zoe))

        with store.reading() as work:
            on_call = work.on_call.at(NOON + after, service)

        assert {name for name, one in team.items() if one in on_call.people} == people
        assert {name for name, one in team.items() if one in on_call.away} == away

    def test_moments_are_kept_to_the_microsecond(self, store: Store) -> None:
        begin = datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC)
        rotation = a_rotation(services=frozenset({"*"}), members=(ANNA.id,), starts_on=date(2026, 1, 1))
        override = an_override(rotation.id, begin)
        _keep(store, (rotation,), [override], developers=(ANNA, BEN))

        with store.reading() as work:
            microsecond = timedelta(microseconds=1)
            found = [work.on_call.at(at, "java").people for at in (begin - microsecond, begin, begin + DAY)]
        assert found == [{ANNA.id}, {BEN.id}, {ANNA.id}]


def _keep(
    store: Store,
    rotations: Any = (),
    overrides: Any = (),
    time_off: Any = (),
    developers: Any = (),
) -> None:
    with store.writing() as work:
        for rotation in rotations:
            work.on_call.add_rotation(rotation)
        for override in overrides:
            work.on_call.add_override(override)
        for span in time_off:
            work.on_call.add_time_off(span)
        for developer in developers:
            work.developers.add(developer)
        work.commit()
