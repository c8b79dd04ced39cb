"""When a service has too many errors, and when that is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.severity import Severity
from domain.thresholds import (
    CLEARS_AFTER,
    Crossing,
    RecentErrors,
    ThresholdChange,
    ThresholdLimits,
    ThresholdPolicy,
    ThresholdRule,
    alert_message,
    judge,
    watched,
)
from tests.support.strategies import NOON

LIMIT = 100
MINUTE = timedelta(minutes=1)
CROSSED = Crossing(service="java", rule=ThresholdRule.ERROR_RATE, crossed_at=NOON)


@pytest.mark.parametrize(("count", "found"), [(100, ThresholdChange.NONE), (101, ThresholdChange.CROSSED)])
def test_a_limit_is_crossed_by_more_than_it(count: int, found: ThresholdChange) -> None:
    assert judge(count, LIMIT, None, now=NOON) is found


@pytest.mark.parametrize(("count", "found"), [(79, ThresholdChange.WATCHED), (80, ThresholdChange.NONE)])
def test_it_is_watched_below_80_percent(count: int, found: ThresholdChange) -> None:
    assert judge(count, LIMIT, CROSSED, now=NOON) is found


def test_it_is_cleared_after_15_minutes_below() -> None:
    below = watched(CROSSED, now=NOON)

    assert judge(79, LIMIT, below, now=NOON + CLEARS_AFTER - timedelta(seconds=1)) is ThresholdChange.NONE
    assert judge(79, LIMIT, below, now=NOON + CLEARS_AFTER) is ThresholdChange.CLEARED


def test_80_percent_in_between_begin_the_15_minutes_anew() -> None:
    below = watched(CROSSED, now=NOON)

    assert judge(80, LIMIT, below, now=NOON + CLEARS_AFTER) is ThresholdChange.WATCHED
    assert watched(below, now=NOON).below_since is None


@pytest.mark.parametrize(("trusted_count", "found"), [(100, ThresholdChange.NONE), (101, ThresholdChange.TRUSTED)])
def test_what_strangers_crossed_is_told_again_where_it_would_be_crossed_without_them(
    trusted_count: int, found: ThresholdChange
) -> None:
    theirs = replace(CROSSED, trusted=False)

    assert judge(150, LIMIT, theirs, now=NOON, trusted_count=trusted_count) is found
    assert judge(150, LIMIT, CROSSED, now=NOON, trusted_count=trusted_count) is ThresholdChange.NONE


def test_nothing_that_strangers_send_counts_as_critical() -> None:
    recent = RecentErrors(errors=120, critical=51, trusted=51)

    assert [recent.trusted_of(rule) for rule in ThresholdRule] == [51, 51]


def test_a_rule_that_is_off_is_never_crossed_and_ends_what_was() -> None:
    assert judge(10**6, 0, None, now=NOON) is ThresholdChange.NONE
    assert judge(10**6, 0, CROSSED, now=NOON) is ThresholdChange.CLEARED


@given(st.lists(st.integers(0, 300), min_size=1, max_size=200))
def test_minute_by_minute_alerts_and_ends_alternate_and_an_end_has_15_quiet_minutes(counts: Sequence[int]) -> None:
    crossing: Crossing | None = None
    changes: list[tuple[ThresholdChange, int]] = []
    for minute, count in enumerate(counts):
        now: datetime = NOON + MINUTE * minute
        change = judge(count, LIMIT, crossing, now=now)
        if change in (ThresholdChange.CROSSED, ThresholdChange.CLEARED):
            changes.append((change, minute))
            crossing = None if crossing else replace(CROSSED, crossed_at=now)
        elif change is ThresholdChange.WATCHED and crossing is not None:
            crossing = watched(crossing, now=now)

    assert [change for change, _ in changes[::2]] == [ThresholdChange.CROSSED] * len(changes[::2])
    assert [change for change, _ in changes[1::2]] == [ThresholdChange.CLEARED] * len(changes[1::2])
    for change, minute in changes:
        if change is ThresholdChange.CROSSED:
            assert counts[minute] > LIMIT
        else:
            assert max(counts[minute - 15 : minute + 1]) < 80


def test_a_service_may_have_limits_of_its_own() -> None:
    policy = ThresholdPolicy(by_service={"checkout": ThresholdLimits(500, 0)})

    assert [policy.limit(name, ThresholdRule.ERROR_RATE) for name in ("java", "checkout")] == [100, 500]
    assert [policy.limit(name, ThresholdRule.CRITICAL_COUNT) for name in ("java", "checkout")] == [50, 0]


def test_the_alert_says_how_many_and_how_bad() -> None:
    said = alert_message(ThresholdRule.ERROR_RATE, count=152, limit=100)

    assert said == "152 errors in the last 60 minutes (limit 100)"
    assert [rule.severity for rule in ThresholdRule] == [Severity.HIGH, Severity.CRITICAL]
