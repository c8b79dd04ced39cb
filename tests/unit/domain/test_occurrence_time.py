"""How far a sender's clock is believed."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.error_report import ErrorReport
from domain.occurrence_time import occurred_at
from tests.support.strategies import NOON

offsets = st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))


def a_report(occurred: timedelta | None, sent: timedelta | None = None) -> ErrorReport:
    return ErrorReport(
        service="java",
        error_type="E",
        message="m",
        occurred_at=None if occurred is None else NOON + occurred,
        sent_at=None if sent is None else NOON + sent,
    )


@given(st.none() | offsets, st.none() | offsets)
def test_it_always_lies_between_seven_days_ago_and_now(occurred: timedelta | None, sent: timedelta | None) -> None:
    at, _ = occurred_at(a_report(occurred, sent), NOON)

    assert NOON - timedelta(days=7) <= at <= NOON


def test_a_clock_that_is_an_hour_ahead_is_corrected_by_when_the_request_was_sent() -> None:
    at, mark = occurred_at(a_report(timedelta(minutes=50), sent=timedelta(hours=1)), NOON)

    assert at == NOON - timedelta(minutes=10)
    assert mark is not None


def test_a_plausible_time_is_left_alone() -> None:
    at, mark = occurred_at(a_report(timedelta(minutes=-3), sent=timedelta(seconds=-1)), NOON)

    assert (at, mark) == (NOON - timedelta(minutes=3), None)


def test_without_a_time_it_happened_when_it_was_received() -> None:
    assert occurred_at(a_report(None), NOON) == (NOON, None)
