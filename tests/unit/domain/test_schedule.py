"""Slots of schedules, over years of clocks that are put forward and back."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.schedule import CATCH_UP, DAY_MINUTES, Daily, Every, due_at_of, due_slot

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",  # by half an hour
        "America/Havana",  # at midnight
        "Asia/Beirut",  # forward at midnight
        "Africa/Casablanca",  # around Ramadan
        "Pacific/Apia",  # skipped a whole date in 2011
        "Asia/Kathmandu",  # never
    )
]
BERLIN, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")

moments = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
dailies = st.builds(Daily, st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.sampled_from(ZONES))
everies = st.sampled_from([minutes for minutes in range(1, DAY_MINUTES + 1) if DAY_MINUTES % minutes == 0]).map(Every)
schedules = st.one_of(dailies, everies)


@given(schedules, moments)
@example(Daily(time(2, 30), BERLIN), datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
@example(Daily(time(2, 30), BERLIN), datetime(2026, 10, 25, 1, 15, tzinfo=UTC))
@example(Daily(time(8, 0), APIA), datetime(2011, 12, 30, 12, 0, tzinfo=UTC))
def test_now_lies_between_the_last_slot_and_the_next(schedule: Daily | Every, now: datetime) -> None:
    last, following = schedule.latest(now), schedule.following(now)

    assert last.due_at <= now < following.due_at
    assert last.name != following.name


@given(schedules, moments)
def test_a_slot_is_found_again_as_long_as_it_is_the_last(schedule: Daily | Every, now: datetime) -> None:
    last, following = schedule.latest(now), schedule.following(now)

    assert schedule.latest(last.due_at) == last
    assert schedule.latest(following.due_at - timedelta(microseconds=1)) == last


@given(dailies, st.dates(date(2010, 1, 1), date(2029, 12, 1)))
def test_each_date_of_two_years_of_a_zone_has_one_slot(schedule: Daily, begin: date) -> None:
    now = datetime(begin.year, begin.month, begin.day, tzinfo=UTC)
    names = []
    for _ in range(400):
        slot = schedule.following(now)
        names.append(slot.name)
        now = slot.due_at

    # A date that never was is due with the next one, and of slots that are due together the last one is run.
    gaps = [date.fromisoformat(after) - date.fromisoformat(one) for one, after in pairwise(names)]
    assert set(gaps) <= ({timedelta(days=1), timedelta(days=2)} if schedule.zone is APIA else {timedelta(days=1)})


@given(dailies, moments)
def test_a_daily_slot_is_due_when_clocks_first_show_the_time_or_right_after_they_skip_it(
    schedule: Daily, now: datetime
) -> None:
    slot = schedule.latest(now)
    wanted = datetime.combine(date.fromisoformat(slot.name), schedule.at)

    shown = slot.due_at.astimezone(schedule.zone)
    just_before = (slot.due_at - timedelta(seconds=1)).astimezone(schedule.zone)

    assert shown.replace(tzinfo=None) >= wanted
    assert just_before.replace(tzinfo=None) < wanted
    assert shown.fold == 0 or shown.replace(tzinfo=None) != wanted


def test_in_the_gap_of_spring_it_is_due_at_the_next_instant() -> None:
    slot = Daily(time(2, 30), BERLIN).latest(datetime(2026, 3, 29, 12, 0, tzinfo=UTC))

    assert (slot.name, slot.due_at) == ("2026-03-29", datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


def test_in_the_fold_of_autumn_it_is_due_once() -> None:
    schedule = Daily(time(2, 30), BERLIN)
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert schedule.latest(first) == schedule.latest(second)
    assert schedule.latest(second).due_at == first


@given(everies, moments)
def test_what_is_repeated_is_aligned_to_midnight_in_utc(schedule: Every, now: datetime) -> None:
    due_at = schedule.latest(now).due_at
    midnight = due_at.replace(hour=0, minute=0, second=0, microsecond=0)

    assert (due_at - midnight) % timedelta(minutes=schedule.minutes) == timedelta()


@given(schedules, moments)
def test_the_name_of_a_slot_says_when_it_is_due(schedule: Daily | Every, now: datetime) -> None:
    slot = schedule.latest(now)

    assert due_at_of(slot.name, schedule) == slot.due_at


@pytest.mark.parametrize("schedule", [None, Every(60)])
def test_a_date_is_due_at_no_time_that_a_schedule_without_dates_could_say(schedule: Every | None) -> None:
    assert due_at_of("2026-11-24", schedule) is None
    assert due_at_of("2026-11-24T12:00Z", schedule) == datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [0, -5, 7, 1441, 2880])
def test_a_day_is_divided_without_remainder(minutes: int) -> None:
    with pytest.raises(ValueError, match="equal parts"):
        Every(minutes)


@given(schedules, moments)
def test_what_was_missed_is_due_for_six_hours(schedule: Daily | Every, now: datetime) -> None:
    last = schedule.latest(now)

    assert due_slot(schedule, now) == (last if now - last.due_at <= CATCH_UP else None)


def test_of_several_that_were_missed_only_the_last_is_due() -> None:
    slot = due_slot(Every(15), datetime(2026, 11, 24, 12, 7, tzinfo=UTC))

    assert slot is not None
    assert slot.name == "2026-11-24T12:00Z"


@pytest.mark.parametrize(
    ("schedule", "said"),
    [(Every(60), "hourly"), (Every(15), "every 15 min"), (Every(360), "every 6 h"), (Every(90), "every 90 min"),
     (Daily(time(8, 5), BERLIN), "daily 08:05 Europe/Berlin")],
)  # fmt: skip
def test_schedules_say_what_they_are(schedule: Daily | Every, said: str) -> None:
    assert str(schedule) == said
