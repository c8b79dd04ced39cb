"""When it escalates next is said as it will be."""

from datetime import timedelta
from typing import Any

import pytest

from domain.episode_lifecycle import acknowledge
from domain.escalation import AckTimeouts
from domain.escalation_chain import ChainStep, EscalationChain
from domain.explanation.account import utc
from domain.explanation.outlook import outlook
from domain.next_climb import next_climb
from domain.severity import Severity
from tests.support.builders import a_pattern, an_episode, an_error
from tests.support.strategies import NOON

HOUR = timedelta(hours=1)
AT_ONE = "Escalates at 2026-11-23 13:00 UTC unless it is resolved by then, or acknowledged at that time."
CRITICAL = an_episode(severity=Severity.CRITICAL, deadline=NOON + HOUR)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deadline": None}, "It does not escalate by itself."),
        ({"deadline": NOON + HOUR}, AT_ONE),
        (
            {"deadline": NOON, "level": 2, "chain": EscalationChain((ChainStep(),))},
            "It escalates no further: its last level was told.",
        ),
    ],
)
def test_what_nobody_acknowledged(changes: dict[str, Any], said: str) -> None:
    assert next_climb(an_episode(**changes), utc) == said


def test_an_acknowledgement_that_lapses_before_the_deadline_changes_nothing() -> None:
    episode = acknowledge(CRITICAL, by="Ada", at=NOON, timeouts=AckTimeouts())

    assert episode.acknowledged_until == NOON + HOUR / 2
    assert next_climb(episode, utc) == AT_ONE


def test_one_that_lapses_later_is_when_it_escalates() -> None:
    episode = acknowledge(CRITICAL, by="Ada", at=NOON + HOUR * 3 / 4, timeouts=AckTimeouts())

    assert next_climb(episode, utc) == (
        "Escalates at 2026-11-23 13:15 UTC, when its acknowledgement lapses, unless it is resolved before."
    )


def test_an_explanation_says_the_same() -> None:
    steps = outlook(an_error(), CRITICAL, a_pattern(), [])

    assert [(step.at, step.sentence) for step in steps if step.what == "escalation"] == [(NOON + HOUR, AT_ONE)]
