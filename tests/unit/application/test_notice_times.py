"""Moments by the clock of whoever is told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from application.notice_times import Times, span

NOW = datetime(2026, 12, 1, 10, 22, tzinfo=UTC)
HOUR = timedelta(minutes=59)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (None, "2026-12-01 10:22 UTC"),
        ("UTC", "2026-12-01 10:22 UTC"),
        ("Europe/London", "2026-12-01 10:22 UTC"),
        ("Europe/Berlin", "2026-12-01 11:22 CET (10:22 UTC)"),
        ("Asia/Kathmandu", "2026-12-01 16:07 UTC+0545 (10:22 UTC)"),
        ("Pacific/Auckland", "2026-12-01 23:22 NZDT (10:22 UTC)"),
        ("Pacific/Kiritimati", "2026-12-02 00:22 UTC+1400 (2026-12-01 10:22 UTC)"),
    ],
)
def test_a_moment_by_the_readers_clock_and_by_utc(zone, said):
    assert Times(None if zone is None else ZoneInfo(zone)).at(NOW) == said


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (Times(), "2026-12-01 11:21 UTC"),
        (Times(now=NOW), "2026-12-01 11:21 UTC (in 59 minutes)"),
        (Times(BERLIN, NOW), "2026-12-01 12:21 CET (11:21 UTC, in 59 minutes)"),
        (Times(BERLIN, NOW + HOUR), "2026-12-01 12:21 CET (11:21 UTC)"),
    ],
)
def test_what_is_to_come_says_how_soon(times, said):
    assert times.due(NOW + HOUR) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-5, "1 minute"),
        (0, "1 minute"),
        (59.9, "59 minutes"),
        (60, "1 hour"),
        (119, "1 hour 59 minutes"),
        (2 * 1440 + 61, "2 days 1 hour"),
        (1441, "1 day"),
    ],
)
def test_a_span_in_two_units(minutes, said):
    assert span(timedelta(minutes=minutes)) == said
