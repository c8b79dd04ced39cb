"""Moments as senders write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.webhooks.times import moment_of

MOMENT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "sent",
    [
        "2026-11-23T12:00:00Z",
        "2026-11-23T13:00:00+01:00",
        "2026-11-23 12:00:00",
        "2026-11-23T12:00:00.000000+00:00",
        " 2026-11-23T12:00:00.000Z ",
        1795435200,
        1795435200.0,
        1795435200000,
        1795435200000000,
        1795435200000000000,
        "1795435200",
        "1795435200000",
    ],
)
def test_the_usual_forms_are_read(sent: object) -> None:
    assert moment_of(sent) == MOMENT


@pytest.mark.parametrize(
    "sent",
    [
        None,
        True,
        "",
        "soon",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        0,
        -1,
        10**40,
        1e308,
        [],
        "9" * 39,
    ],
)
def test_what_cannot_be_a_time_is_none(sent: object) -> None:
    assert moment_of(sent) is None


@given(st.integers() | st.floats() | st.text(max_size=45) | st.datetimes().map(str))
def test_nothing_makes_it_stumble(sent: object) -> None:
    moment = moment_of(sent)

    assert moment is None or moment.tzinfo is UTC
