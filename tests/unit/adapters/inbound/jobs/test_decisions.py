"""Triage leaves the store to others where nobody waits for what it decides."""

import pytest

from adapters.inbound.jobs.decisions import Decisions
from application.triage_episodes import TriageResult


@pytest.mark.parametrize(
    ("wishes_only", "took_s", "rest_s"), [(True, 0.0625, 0.125), (True, 3.0, 0.5), (False, 3.0, 0.0)]
)
def test_it_rests_twice_as_long_as_wishes_for_an_owner_took_and_never_after_news(
    wishes_only: bool, took_s: float, rest_s: float
) -> None:
    moments = iter((10.0, 10.0 + took_s))
    decisions = Decisions(lambda: TriageResult(20, 0, wishes_only=wishes_only), clock_s=lambda: next(moments))

    assert decisions.step()
    assert decisions.rest_s() == rest_s


def test_where_none_waits_there_is_nothing_to_rest_from() -> None:
    decisions = Decisions(lambda: TriageResult(0, 0))

    assert (decisions.step(), decisions.rest_s()) == (False, 0.0)
