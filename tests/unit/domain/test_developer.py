"""Who is on call when, and what a developer is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.developer import LONGEST_NAME, Developer, check_developer
from domain.errors import FieldsRefused
from tests.support.builders import a_developer
from tests.support.strategies import NOON, developers, moments

HOUR = timedelta(hours=1)


@given(developer=developers, now=moments)
def test_on_call_is_the_half_open_time_between_start_and_end(developer: Developer, now: datetime) -> None:
    begin, end = developer.on_call_from or now, developer.on_call_until or now + HOUR

    expected = developer.on_call and developer.can_be_asked and begin <= now < end

    assert developer.is_on_call(now) == expected


@given(developer=developers, now=moments)
def test_who_cannot_be_asked_is_never_on_call(developer: Developer, now: datetime) -> None:
    for gone in (replace(developer, active=False), replace(developer, removed_at=now)):
        assert not gone.can_be_asked
        assert not gone.is_on_call(now)


@given(developer=developers, start=moments, length=st.timedeltas(min_value=timedelta(microseconds=1), max_value=HOUR))
def test_one_shift_after_the_other_leaves_no_gap_and_no_overlap(
    developer: Developer, start: datetime, length: timedelta
) -> None:
    somebody = replace(developer, active=True, removed_at=None, on_call=True)
    first = replace(somebody, on_call_from=None, on_call_until=start + length)
    second = replace(somebody, on_call_from=start + length, on_call_until=None)

    for now in (start, start + length - timedelta(microseconds=1), start + length, start + length + HOUR):
        assert first.is_on_call(now) != second.is_on_call(now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "name"),
        ({"name": "a\x1bb"}, "name"),
        ({"email": "anna"}, "email"),
        ({"email": "a\x00@b"}, "email"),
        ({"email": f"anna@{'x' * 250}"}, "email"),
        ({"services": frozenset({"java", " "})}, "services"),
        ({"services": frozenset({"x" * (LONGEST_NAME + 1)})}, "services"),
        ({"services": frozenset(map(str, range(201)))}, "services"),
        ({"on_call_from": NOON, "on_call_until": NOON}, "on_call_until"),
    ],
)
def test_what_cannot_be_a_developer_is_named(changes: dict[str, object], field: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        check_developer(replace(a_developer(), **changes))  # type: ignore[arg-type]

    assert list(refused.value.faults) == [field]


def test_all_faults_are_named_together() -> None:
    with pytest.raises(FieldsRefused, match="name must be 1 to 100 printable characters; email 'x' is not") as refused:
        check_developer(a_developer(name="", email="x", services=frozenset({""})))

    assert set(refused.value.faults) == {"name", "email", "services"}
