"""Local times as moments."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.time_zones import first_instant, zone_fault, zone_names
from tests.support.strategies_on_call import ZONES

_MINUTE = timedelta(minutes=1)


def by_walking(local: datetime, zone: ZoneInfo) -> datetime:
    """The first minute at which clocks show that time; where none does, the first at which they show a later one."""
    moment = local.replace(tzinfo=UTC) - timedelta(hours=15)
    later = None
    for _ in range(30 * 60):
        shown = moment.astimezone(zone).replace(tzinfo=None)
        if shown == local:
            return moment
        if shown > local and later is None:
            later = moment
        moment += _MINUTE
    assert later is not None
    return later


@pytest.mark.parametrize(
    ("zone", "local", "moment"),
    [
        ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-03-08T02:15", "2026-03-08T07:00"),
        ("America/New_York", "2026-11-01T01:15", "2026-11-01T05:15"),
        ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        ("Asia/Kathmandu", "2026-04-05T09:00", "2026-04-05T03:15"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
    ],
)
def test_what_clocks_skip_is_right_after_and_what_they_show_twice_is_the_first(
    zone: str, local: str, moment: str
) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert first_instant(datetime.fromisoformat(local), ZoneInfo(zone)) == expected


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(datetime(2000, 1, 2).date(), datetime(2040, 1, 1).date()),  # noqa: DTZ001
    minute=st.integers(0, 24 * 60 - 1) | st.integers(0, 4 * 60),
)
def test_it_is_what_is_found_by_walking(zone: str, day: datetime, minute: int) -> None:
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001

    assert first_instant(local, ZoneInfo(zone)) == by_walking(local, ZoneInfo(zone))


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_move_of_the_clocks_in_forty_years(zone: str) -> None:
    there, moment = ZoneInfo(zone), datetime(2000, 1, 1, tzinfo=UTC)
    moved = 0
    while moment.year < 2040:
        before, moment = moment, moment + timedelta(days=1)
        if before.astimezone(there).utcoffset() != moment.astimezone(there).utcoffset():
            moved += 1
            midnight = datetime.combine(moment.astimezone(there).date(), datetime.min.time())
            for minutes in (60, 90, 119, 120, 135, 179, 180):
                local = midnight + timedelta(minutes=minutes)
                assert first_instant(local, there) == by_walking(local, there)
    assert moved == (0 if zone in ("UTC", "Asia/Kathmandu") else 80)


def test_an_unknown_zone_is_told_with_an_example() -> None:
    assert zone_fault("Europe/Berlin") is None
    assert zone_fault("Europe/Berln") == "is not the IANA name of a time zone, such as Europe/Berlin"
    assert zone_fault("Moon/Tycho" * 50) == "is not the IANA name of a time zone, such as Europe/Berlin"
    assert zone_fault("../etc/passwd") is not None
    assert zone_fault("localtime") is not None
    assert {"UTC", *ZONES} <= zone_names()
