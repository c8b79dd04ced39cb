"""Versions tell states apart, and nothing else."""

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.error_log import ErrorStatus
from domain.error_pattern import PatternStatus
from domain.errors import StaleVersion
from domain.severity import Severity
from domain.versions import developer_version, error_version, pattern_version, require_version, version_of
from tests.support.builders import a_developer, a_pattern, an_error
from tests.support.strategies import NOON

SOMEBODY = UUID(int=7)
PARTS = st.recursive(
    st.none() | st.text() | st.integers() | st.uuids() | st.booleans(), lambda inner: st.lists(inner) | st.tuples(inner)
)


@given(st.lists(PARTS), st.lists(PARTS))
def test_different_parts_have_different_versions(first: list[Any], second: list[Any]) -> None:
    assert (version_of(*first) == version_of(*second)) == (repr(_tuples(first)) == repr(_tuples(second)))


def _tuples(part: Any) -> Any:
    return tuple(map(_tuples, part)) if isinstance(part, list | tuple) else part


def test_one_moment_has_one_version_in_every_zone_and_a_set_in_every_order() -> None:
    assert version_of(NOON) == version_of(NOON.astimezone(timezone(timedelta(hours=5))))
    assert version_of(frozenset("abc")) == version_of(frozenset("cba"))


@pytest.mark.parametrize(
    "change",
    [
        {"status": ErrorStatus.RESOLVED},
        {"assigned_to": SOMEBODY},
        {"resolved_at": NOON},
        {"deleted_at": NOON},
        {"episode_id": SOMEBODY},
    ],
    ids=str,
)
def test_what_people_change_about_an_error_changes_its_version(change: dict[str, Any]) -> None:
    error = an_error()

    assert error_version(replace(error, **change)) != error_version(error)


def test_so_does_its_severity() -> None:
    error = an_error()
    worse = replace(error, report=replace(error.report, severity=Severity.CRITICAL))

    assert error_version(worse) != error_version(error)


def test_whose_turn_it_was_does_not_change_a_developer() -> None:
    developer = a_developer("Ada")

    assert developer_version(replace(developer, last_assigned_at=NOON)) == developer_version(developer)
    for change in ({"active": False}, {"services": frozenset({"java"})}, {"on_call": True}, {"removed_at": NOON}):
        assert developer_version(replace(developer, **change)) != developer_version(developer)


def test_what_arrives_does_not_change_a_pattern() -> None:
    pattern = a_pattern()
    busier = replace(pattern, occurrences=99, users_affected=3, last_seen=NOON, severity=Severity.CRITICAL)

    assert pattern_version(busier) == pattern_version(pattern)
    for change in ({"status": PatternStatus.IGNORED}, {"merged_into": SOMEBODY}, {"ignored_until_count": 5}):
        assert pattern_version(replace(pattern, **change)) != pattern_version(pattern)


def test_a_change_of_another_state_is_refused() -> None:
    for fits in (None, "abc", "x,abc"):
        require_version(fits, "abc")

    for stale in ("x", "", "ab", "x,y"):
        with pytest.raises(StaleVersion):
            require_version(stale, "abc")
