"""Counts over time, and windows."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.series import Count, Window, filled
from domain.statistics import Period
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)
days = st.integers(1, 90)
nows = st.integers(0, 10**6).map(lambda seconds: NOON + timedelta(seconds=seconds))


def test_gaps_are_zeros() -> None:
    counts = {NOON: 3, NOON - 2 * _HOUR: 1, NOON - 9 * _HOUR: 7}

    assert filled(counts, Period.HOUR, last=NOON, length=3) == [
        Count(NOON - 2 * _HOUR, 1),
        Count(NOON - _HOUR, 0),
        Count(NOON, 3),
    ]


@given(days=days, now=nows)
def test_the_last_days_are_their_hours_and_no_more_than_a_day_of_them_is_read_by_the_hour(
    days: int, now: object
) -> None:
    window = Window.last_days(days, now=now)  # type: ignore[arg-type]

    assert (Period.HOUR.start(now) - window.since) / _HOUR == days * 24 - 1  # type: ignore[arg-type]
    assert Period.DAY.start(window.first_day) == window.first_day
    assert timedelta() <= window.first_day - window.since < timedelta(days=1)


@given(days=days, now=nows)
def test_whole_days_begin_at_midnight(days: int, now: object) -> None:
    window = Window.whole_days(days, now=now)  # type: ignore[arg-type]

    assert window.since == window.first_day == Period.DAY.start(now) - timedelta(days=days)  # type: ignore[arg-type]
