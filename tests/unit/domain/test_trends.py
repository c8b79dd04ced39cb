"""Which way a pattern goes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.trends import DAY_HOURS, TREND_HOURS, Trend, TrendReading, read_trend
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)
_LONG_AGO = NOON - timedelta(days=100)
_WEEK = TREND_HOURS - DAY_HOURS
counts = st.integers(0, 200)
histories = st.lists(counts, max_size=TREND_HOURS + 10)
ages = st.integers(0, 1000).map(lambda hours: timedelta(hours=hours))


def reading(hours: list[int], *, age: timedelta = NOON - _LONG_AGO, silent: timedelta = timedelta()) -> TrendReading:
    return read_trend(hours, first_seen=NOON - age, last_seen=NOON - silent, now=NOON)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([2] * TREND_HOURS, Trend.STEADY),
        ([1] * _WEEK + [3] * DAY_HOURS, Trend.RISING),
        ([3] * _WEEK + [1] * DAY_HOURS, Trend.FALLING),
        ([3] * _WEEK + [0] * DAY_HOURS, Trend.FALLING),
        ([2] * (TREND_HOURS - 1) + [10], Trend.SPIKING),
        ([2] * (TREND_HOURS - 2) + [10, 0], Trend.SPIKING),
        ([6] * (TREND_HOURS - 1) + [10], Trend.STEADY),
        ([0] * (TREND_HOURS - 1) + [3], Trend.STEADY),
        (([0] * 16 + [100] * 8) * 8, Trend.STEADY),
        ([], Trend.STEADY),
    ],
)
def test_the_trend_of_a_history(hours: list[int], expected: Trend) -> None:
    assert reading(hours).trend is expected


def test_the_numbers_that_say_so() -> None:
    found = reading([1] * _WEEK + [3] * (DAY_HOURS - 1) + [4], silent=timedelta(minutes=150))

    assert found == TrendReading(
        trend=Trend.RISING, last_day=73, usual_day=24.0, last_hour=4, busy_hour=3, silent_hours=2
    )


def test_what_was_before_a_pattern_is_no_quiet_time() -> None:
    assert reading([5] * 48, age=timedelta(hours=48)).trend is Trend.STEADY
    assert reading([5] * 48).trend is Trend.RISING


@given(hours=histories, age=ages, silent=ages)
def test_age_and_silence_go_first(hours: list[int], age: timedelta, silent: timedelta) -> None:
    trend = reading(hours, age=age, silent=silent).trend

    assert (trend is Trend.GONE) == (silent > timedelta(days=7))
    assert (trend is Trend.NEW) == (silent <= timedelta(days=7) and age < timedelta(days=1))


@given(hours=histories, age=ages, zeros=st.integers(0, 50))
def test_missing_hours_are_zeros(hours: list[int], age: timedelta, zeros: int) -> None:
    assert reading(hours, age=age) == reading([0] * zeros + hours, age=age)


_DIRECTION = [Trend.FALLING, Trend.STEADY, Trend.RISING]


@given(hours=histories, hour=st.integers(3, DAY_HOURS), more=st.integers(0, 500))
def test_more_in_the_last_day_never_points_downwards(hours: list[int], hour: int, more: int) -> None:
    whole = [0] * (TREND_HOURS - len(hours)) + hours[-TREND_HOURS:]
    before = reading(whole).trend
    whole[-hour] += more
    after = reading(whole).trend

    if before in _DIRECTION and after in _DIRECTION:
        assert _DIRECTION.index(after) >= _DIRECTION.index(before)


@given(hours=histories, more=st.integers(0, 500))
def test_a_spike_that_grows_stays_one(hours: list[int], more: int) -> None:
    whole = [*hours, 0, 0]
    if reading(whole).trend is Trend.SPIKING:
        whole[-1] += more
        assert reading(whole).trend is Trend.SPIKING


@given(hours=st.lists(counts, min_size=TREND_HOURS, max_size=TREND_HOURS), at=st.integers(0, _WEEK - 1))
def test_a_busier_past_never_makes_a_spike(hours: list[int], at: int) -> None:
    before = reading(hours).trend
    hours[at] += 100

    assert before is Trend.SPIKING or reading(hours).trend is not Trend.SPIKING
