"""Levels, and people, that what is not resolved in time goes past, since nobody can be told there."""

from collections.abc import Iterator

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.escalate_error import EscalateErrorCommand
from bootstrap.error_actions import make_assignments
from domain.errors import RuleViolation
from domain.escalation_chain import ChainStep
from domain.preferences import Preferences
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.overdue import POLICY, START, Overdue, an_overdue_site

ACT = Act(actor="Eve")
KNOWS_NOTHING = {"services": frozenset[str]()}


@pytest.fixture
def site() -> Iterator[Overdue]:
    with an_overdue_site() as opened:
        yield opened


def test_a_level_that_cannot_be_told_is_passed_over_on_record(site: Overdue) -> None:
    site.hire("Ada")
    gone = site.hire("Gone", active=False)
    mute, boss = site.hire("Mute", email=None, **KNOWS_NOTHING), site.hire("Boss", **KNOWS_NOTHING)
    steps = [ChainStep(developers=(gone.id,)), ChainStep(on_call=True), ChainStep(developers=(mute.id,))]
    site.set_chain(*steps, ChainStep(developers=(boss.id,)), service="*")
    episode_id = site.report()
    site.pass_time(hours=1)
    site.sweep()

    passed = [(entry.inputs["level"], entry.reason) for entry in site.history(episode_id, "level_passed_over")]
    assert passed == [(1, "gone"), (2, "nobody_on_call"), (3, "no_address")]
    assert [(step.level, step.to_id) for step in site.steps(episode_id)] == [(4, boss.id)]


def test_a_level_whose_people_cannot_be_told_of_what_is_so_severe_is_passed_over(site: Overdue) -> None:
    site.hire("Ada")
    # A text message is for what is critical.
    phone = site.hire("Phone", email=None, phone="+491701234567", **KNOWS_NOTHING)
    deaf = site.hire("Deaf", preferences=Preferences(channels={Severity.HIGH: ()}), **KNOWS_NOTHING)
    boss = site.hire("Boss", **KNOWS_NOTHING)
    site.set_chain(*(ChainStep(developers=(each.id,)) for each in (phone, deaf, boss)), service="*")
    episode_id = site.report(Severity.HIGH)
    site.pass_time(hours=4)
    site.sweep()

    passed = [(entry.inputs["level"], entry.reason) for entry in site.history(episode_id, "level_passed_over")]
    assert passed == [(1, "no_address"), (2, "not_wanted")]
    assert [(step.level, step.to_id) for step in site.steps(episode_id)] == [(3, boss.id)]


def test_who_is_next_in_line_can_be_told_of_what_is_so_severe(site: Overdue) -> None:
    site.hire("Ada", on_call=True)
    site.hire("Deaf", preferences=Preferences(channels={Severity.HIGH: ()}))
    # Whose turn is only after all others'.
    ben = site.hire("Ben", last_assigned_at=START)
    episode_id = site.report(Severity.HIGH)
    site.pass_time(hours=4)
    site.sweep()

    assert [step.to_id for step in site.steps(episode_id)] == [ben.id]


def test_who_cannot_be_told_is_passed_over_by_hand_too_and_refused_where_named(site: Overdue) -> None:
    site.hire("Ada")
    deaf = site.hire("Deaf", preferences=Preferences(channels={Severity.CRITICAL: ()}), **KNOWS_NOTHING)
    boss = site.hire("Boss", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(deaf.id,)), ChainStep(developers=(boss.id,)), service="*")
    error_id = site.episode(site.report()).first_error_id
    parts = (site.store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())
    escalate = make_assignments(*parts).escalate

    with pytest.raises(RuleViolation, match="Deaf cannot be told of it: not wanted"):
        escalate.execute(EscalateErrorCommand(error_id=error_id, act=ACT, developer_id=deaf.id))
    assert escalate.execute(EscalateErrorCommand(error_id=error_id, act=ACT)).developer_id == boss.id
