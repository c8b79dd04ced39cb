"""Quiet hours and working hours on people's own clocks, where clocks are put forward or back too."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.alerting.hours import held_by_hours, quiet_until, works_from
from domain.alerting.reasons import NoticeReason
from domain.preferences import DailySpan, Preferences, WorkingHours
from domain.severity import Severity

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingHours(frozenset({1, 2, 3, 4, 5}), DailySpan(time(9), time(17)))
NIGHT = DailySpan(time(22), time(7))

zones = st.sampled_from(
    [
        ZoneInfo(name)
        for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")
    ]
)
moments = st.datetimes(datetime(2010, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
spans = st.builds(DailySpan, times, times)


def berlin(*at: int, fold: int = 0) -> datetime:
    return datetime(*at, tzinfo=BERLIN, fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (berlin(2026, 3, 1, 23, 0), berlin(2026, 3, 2, 7, 0)),
        (berlin(2026, 3, 29, 1, 0), berlin(2026, 3, 29, 7, 0)),
        (berlin(2026, 3, 2, 7, 0), None),
        (berlin(2026, 3, 2, 21, 59), None),
    ],
)
def test_quiet_hours_end_in_the_morning(now: datetime, end: datetime | None) -> None:
    assert quiet_until(NIGHT, BERLIN, now) == end


def test_an_end_that_clocks_skip_is_the_moment_after() -> None:
    assert quiet_until(DailySpan(time(22), time(2, 30)), BERLIN, berlin(2026, 3, 29, 1, 0)) == berlin(2026, 3, 29, 3, 0)


@example(NIGHT, BERLIN, berlin(2026, 10, 25, 2, 30, fold=1))
@given(spans, zones, moments)
def test_it_is_quiet_from_now_until_the_end_and_not_at_it(quiet: DailySpan, zone: ZoneInfo, now: datetime) -> None:
    end = quiet_until(quiet, zone, now)

    assert (end is not None) == quiet.holds(now.astimezone(zone).time())
    if end is not None and quiet.begin != quiet.end:
        assert not quiet.holds(end.astimezone(zone).time())
        minutes = int((end - now) / timedelta(minutes=1))
        within = (now + timedelta(minutes=minute) for minute in range(0, minutes, 5))
        assert all(quiet.holds(moment.astimezone(zone).time()) for moment in within)


@pytest.mark.parametrize(
    ("now", "begin"),
    [
        (berlin(2026, 11, 20, 18, 0), berlin(2026, 11, 23, 9, 0)),
        (berlin(2026, 11, 20, 9, 0), None),
        (berlin(2026, 11, 20, 17, 0), berlin(2026, 11, 23, 9, 0)),
        (berlin(2026, 3, 28, 12, 0), berlin(2026, 3, 30, 9, 0)),
    ],
)
def test_after_work_it_waits_for_the_next_working_day(now: datetime, begin: datetime | None) -> None:
    assert works_from(OFFICE, BERLIN, now) == begin


@given(st.builds(WorkingHours, st.frozensets(st.integers(1, 7)), spans), zones, moments)
def test_working_hours_begin_within_days_and_hold_then(hours: WorkingHours, zone: ZoneInfo, now: datetime) -> None:
    begin = works_from(hours, zone, now)

    if begin is not None:
        assert now < begin <= now + timedelta(days=9)
        empty = hours.span.begin != hours.span.end and works_from(hours, zone, begin) is not None
        # A part of a day that the clocks skip whole is none.
        assert not empty or begin.astimezone(zone).utcoffset() != now.astimezone(zone).utcoffset()


@given(spans, spans, st.frozensets(st.integers(1, 7)), zones, moments, st.sampled_from(Severity))
def test_hours_never_hold_what_is_critical_nor_anything_for_ever(
    quiet: DailySpan, work: DailySpan, days: frozenset[int], zone: ZoneInfo, now: datetime, severity: Severity
) -> None:
    wishes = Preferences(quiet_hours=quiet, working_hours=WorkingHours(days, work))

    held = held_by_hours(wishes, zone, severity, now)

    assert held is None or severity is not Severity.CRITICAL
    assert held is None or now < held[1] < now + timedelta(days=200)


def test_what_is_high_waits_for_no_working_hours() -> None:
    wishes, evening = Preferences(working_hours=OFFICE), berlin(2026, 11, 20, 18, 0)

    assert held_by_hours(wishes, BERLIN, Severity.HIGH, evening) is None
    assert held_by_hours(wishes, BERLIN, Severity.MEDIUM, evening) == (
        NoticeReason.OUTSIDE_WORKING_HOURS,
        berlin(2026, 11, 23, 9, 0),
    )


def test_what_waits_for_morning_waits_for_work_too() -> None:
    wishes = Preferences(quiet_hours=DailySpan(time(20), time(10)), working_hours=OFFICE)

    held = held_by_hours(wishes, BERLIN, Severity.LOW, berlin(2026, 11, 19, 21, 0))

    assert held == (NoticeReason.QUIET_HOURS, berlin(2026, 11, 20, 10, 0))
