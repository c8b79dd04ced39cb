"""What a silence matches, and when."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import FieldsRefused
from domain.severity import Severity
from domain.silence import Silence, check_silence
from tests.support.strategies import NOON, severities

PATTERN = uuid4()
HOUR = timedelta(hours=1)
PLAIN = Silence(
    id=uuid4(), service="java", reason="moving", created_by="eve", created_at=NOON, starts_at=NOON, ends_at=NOON + HOUR
)


@pytest.mark.parametrize(
    ("silence", "critical", "high"),
    [
        (PLAIN, False, True),
        (replace(PLAIN, severity=Severity.CRITICAL), True, True),
        (replace(PLAIN, severity=Severity.MEDIUM), False, False),
        (replace(PLAIN, service=None, pattern_id=PATTERN), True, True),
        (replace(PLAIN, pattern_id=uuid4()), False, False),
        (replace(PLAIN, service="php"), False, False),
    ],
)
def test_critical_is_silenced_only_where_it_or_a_pattern_is_named(silence: Silence, critical: bool, high: bool) -> None:
    said = {"service": "java", "pattern_id": PATTERN}

    assert silence.matches(**said, severity=Severity.CRITICAL) == critical  # type: ignore[arg-type]
    assert silence.matches(**said, severity=Severity.HIGH) == high  # type: ignore[arg-type]


@given(st.none() | severities, severities, severities)
def test_what_is_milder_is_silenced_with_what_is_worse(named: Severity | None, one: Severity, other: Severity) -> None:
    silence = replace(PLAIN, severity=named)
    milder, worse = sorted((one, other), key=lambda severity: severity.rank)

    if silence.matches(service="java", pattern_id=PATTERN, severity=worse):
        assert silence.matches(service="java", pattern_id=PATTERN, severity=milder)


def test_it_holds_from_its_beginning_until_just_before_its_end() -> None:
    moments = [NOON - HOUR, NOON, NOON + HOUR]

    assert [PLAIN.in_force(moment) for moment in moments] == [False, True, False]


def test_ending_it_twice_ends_it_once() -> None:
    ended = PLAIN.ended(NOON + HOUR / 2)

    assert ended.ends_at == NOON + HOUR / 2
    assert ended.ended(NOON + 2 * HOUR) == ended


def test_one_that_was_to_come_never_holds() -> None:
    later = replace(PLAIN, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)

    assert not later.ended(NOON).in_force(NOON + HOUR)


@pytest.mark.parametrize(
    ("silence", "field"),
    [
        (replace(PLAIN, service=None), "service"),
        (replace(PLAIN, service=" "), "service"),
        (replace(PLAIN, reason=" "), "reason"),
        (replace(PLAIN, ends_at=NOON), "until"),
        (replace(PLAIN, ends_at=NOON + timedelta(days=30, seconds=1)), "until"),
    ],
)
def test_what_staff_cannot_set_says_why(silence: Silence, field: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        check_silence(silence, now=NOON)

    assert field in str(refused.value.fields if hasattr(refused.value, "fields") else refused.value)
