"""Alerts of our own are told as what they are: no errors, with no users, that end by themselves."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.outbound.system.ids import SystemIds
from application.busiest_patterns import context_of
from application.check_thresholds import CheckThresholds
from application.notice import Notice, compose
from application.own_errors import report_own, rule_of, storage_error
from application.ports.notifier import Background
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.storage_limit import ALARMING, StorageLevel, StorageStep
from domain.thresholds import ThresholdLimits, ThresholdPolicy, ThresholdRule
from tests.support.builders import a_pattern
from tests.support.builders_notices import DASHBOARD, HOSTILE, a_message, a_report
from tests.support.telling import Team, a_team

LIMITS = ThresholdPolicy(ThresholdLimits(errors=3, critical=1))
LOW = Severity.LOW


@pytest.fixture
def team() -> Iterator[Team]:
    with a_team() as team:
        team.hire()
        yield team


def alerts(team: Team) -> list[Notice]:
    """What is told of limits now."""
    CheckThresholds(team.store, team.ids, LIMITS, RetentionPolicy(), team.wake_ups).execute()
    while team.triage.execute().episodes:
        pass
    found = [each for each in team.later(seconds=1) if rule_of(each.pattern) is not None]
    return [compose(each, DASHBOARD) for each in found]


def test_too_many_errors_name_those_of_which_most_came(team: Team) -> None:
    for number, name in enumerate("abcd", 1):
        for _ in range(number):
            team.ingest(pattern=name, message=name, severity=LOW)

    [notice] = alerts(team)

    assert notice.subject.startswith("[HIGH] java all: ErrorRateThreshold: 10 errors in the last 60 minutes")
    assert notice.news == "A limit is exceeded."
    assert [(fact.label, fact.value) for fact in notice.facts] == [
        ("Since", "2026-11-23 12:00 UTC"),
        ("Most that day", "4 DatabaseError: d; 3 DatabaseError: c; 2 DatabaseError: b"),
    ]
    assert notice.next_step.startswith("It ends by itself after 15 minutes below 80 % of the limit. Escalates at ")


def test_what_most_came_of_is_looked_up_as_the_limit_is_crossed_and_for_no_message(team: Team) -> None:
    for _ in range(4):
        team.ingest(pattern="early", message="early", severity=LOW)
    CheckThresholds(team.store, team.ids, LIMITS, RetentionPolicy(), team.wake_ups).execute()
    for _ in range(9):
        team.ingest(pattern="late", message="late", severity=LOW)

    [notice] = alerts(team)

    assert [fact.value for fact in notice.facts if fact.label == "Most that day"] == ["4 DatabaseError: early"]


def test_too_many_critical_ones_name_only_such(team: Team) -> None:
    for severity in (Severity.CRITICAL, Severity.CRITICAL, LOW):
        team.ingest(pattern=severity, message=severity, severity=severity)

    [notice] = alerts(team)

    assert [fact.value for fact in notice.facts if fact.label == "Most that day"] == ["2 DatabaseError: critical"]


def test_the_next_time_says_how_the_last_one_ended(team: Team) -> None:
    for _ in range(2):
        for _ in range(4):
            team.ingest(severity=LOW)
        [notice] = alerts(team)
        for minutes in (61, 16):
            team.later(minutes=minutes)
            alerts(team)

    assert notice.news == "A limit is exceeded again: the last time was over at 2026-11-23 13:17 UTC."
    assert notice.subject.startswith("[HIGH, back] ")


@pytest.mark.parametrize(("step", "below"), list(zip(ALARMING, (75, 85, 92), strict=True)))
def test_a_storage_that_fills_up_says_when_that_is_over(team: Team, step: StorageStep, below: int) -> None:
    level = StorageLevel(int((step.ends_below + 0.05) * 1000) + 1, 1000)
    with team.store.writing() as work:
        report_own(work, SystemIds(), RetentionPolicy(), storage_error(team.ids, level, now=work.now()))
        work.commit()

    [notice] = alerts(team)

    assert [fact.label for fact in notice.facts] == ["Since"]
    assert notice.next_step.startswith(f"It ends by itself once less than {below} % of the storage are used. ")


def test_nobody_else_reports_an_alert() -> None:
    assert rule_of(a_pattern(error_type="ErrorRateThreshold")) is None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_most_came_of_is_only_text(text: str) -> None:
    background = Background(alert=ThresholdRule.ERROR_RATE)
    message = a_message(a_report(context=context_of([f"1 {text}"])))

    [_, fact] = compose(replace(message, background=background), DASHBOARD).facts

    assert fact.value.replace("\ufe0f", "").isprintable()
    assert [sign for sign in ("evil.com", "://") if sign in fact.value] == []
