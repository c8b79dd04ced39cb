"""What the doctor and monitoring say about whether people would be told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.system.ids import SystemIds
from application.alerting_diagnosis import AlertingDiagnosis
from application.check_health import CheckHealth
from application.diagnosis import Finding, Health
from application.find_weak_spots import FindWeakSpots
from application.show_weak_spots import ShowWeakSpots
from domain.alerting import AlertingPolicy
from domain.delivery import Channel, DeliveryOutcome
from domain.escalation_chain import ChainStep
from domain.preferences import Preferences
from domain.severity import Severity
from tests.support.builders import a_notification, an_attempt
from tests.support.overdue import POLICY, Overdue, an_overdue_site


@pytest.fixture
def world() -> Iterator[Overdue]:
    with an_overdue_site() as made:
        yield made


def look(world: Overdue, policy: AlertingPolicy = POLICY) -> dict[str, Finding]:
    return {finding.name: finding for finding in CheckHealth(AlertingDiagnosis(world.store, policy).checks()).execute()}


def test_where_everybody_can_be_told_all_is_well_but_the_backup(world: Overdue) -> None:
    world.hire("Anna", email="anna@example.org")

    assert {name for name, found in look(world).items() if found.health is not Health.OK} == {"backup"}


def test_whom_no_channel_that_is_on_leads_to_is_named(world: Overdue) -> None:
    world.hire("Anna", email="anna@example.org")
    world.hire("Mute", email=None, phone="+491701234567")
    mail_only = replace(POLICY, channels=frozenset({Channel.EMAIL}))

    assert "'Mute'" in look(world, mail_only)["reachable"].what
    assert "'Anna'" not in look(world, mail_only)["reachable"].what
    assert look(world)["reachable"].health is Health.OK


def test_a_wish_by_which_nobody_hears_is_named_and_not_the_address(world: Overdue) -> None:
    wish = Preferences(channels={Severity.CRITICAL: ()})
    world.hire("Lead", email="lead@example.org", preferences=wish)

    found = look(world)["reachable"]

    assert "Lead (critical=none)" in found.what
    assert "developer preferences NAME --tell critical=email" in found.mend
    assert "--email" not in found.mend


def test_a_chain_that_ends_in_nobody_is_named(world: Overdue) -> None:
    anna, gone = world.hire("Anna", email="anna@example.org"), world.hire("Gone", email=None)
    world.set_chain(ChainStep(developers=(anna.id,)), ChainStep(developers=(gone.id,)), service="shop")
    world.set_chain(ChainStep(developers=(gone.id,)), ChainStep(developers=(anna.id,)), service="mail")
    world.set_chain(ChainStep(on_call=True), service="java")

    found = look(world)["escalation chains"]

    assert ("'shop'" in found.what, "'mail'" in found.what, "'java'" in found.what) == (True, False, True)
    assert found.health is Health.WARN
    assert look(world, replace(POLICY, fallback_recipients=()))["escalation chains"].health is Health.FAIL


def test_nobody_behind_the_last_level_is_said(world: Overdue) -> None:
    found = look(world, replace(POLICY, fallback_recipients=()))["escalation chains"]

    assert (found.health, "FALLBACK_RECIPIENTS" in found.mend) == (Health.WARN, True)


def test_an_escalation_that_nobody_makes_is_found(world: Overdue) -> None:
    world.hire("Anna", email="anna@example.org")
    world.report(Severity.CRITICAL)
    world.clock.move(timedelta(minutes=61))
    assert look(world)["escalation"].health is Health.OK

    world.clock.move(timedelta(minutes=2))

    assert look(world)["escalation"].health is Health.FAIL


@pytest.mark.parametrize(
    ("outcomes", "health"),
    [
        ([DeliveryOutcome.UNREACHABLE, DeliveryOutcome.DEFERRED], Health.FAIL),
        ([DeliveryOutcome.UNREACHABLE, DeliveryOutcome.ACCEPTED], Health.OK),
    ],
)
def test_a_channel_that_took_nothing_for_an_hour_is_named(
    world: Overdue, outcomes: list[DeliveryOutcome], health: Health
) -> None:
    _tried(world, outcomes)

    found = look(world)["channels"]

    assert (found.health, "'sms'" in found.what) == (health, True)


@pytest.mark.parametrize(("days", "health"), [(0, Health.OK), (6, Health.OK), (8, Health.WARN)])
def test_an_old_backup_is_said(world: Overdue, days: int, health: Health) -> None:
    with world.store.writing() as work:
        work.restored_records.note_backed_up(world.clock.now())
        work.commit()
    world.clock.move(timedelta(days=days))

    assert look(world)["backup"].health is health


def test_what_was_found_is_remembered_for_a_minute(world: Overdue) -> None:
    now_s = 0.0
    remembered = ShowWeakSpots(FindWeakSpots(world.store, POLICY), clock_s=lambda: now_s)
    assert _unreachable(remembered) == []
    world.hire("Mute", email=None)

    now_s = 59.0
    assert _unreachable(remembered) == []
    now_s = 60.0
    assert _unreachable(remembered) == ["Mute"]


def _unreachable(remembered: ShowWeakSpots) -> list[str] | None:
    found = remembered.execute()
    return None if found is None else list(found.unreachable)


def _tried(world: Overdue, outcomes: list[DeliveryOutcome]) -> None:
    notice = a_notification(channel=Channel.SMS)
    with world.store.writing() as work:
        work.notifications.add([notice])
        at = world.clock.now()
        for number, outcome in enumerate(outcomes, start=1):
            ended = {"ended_at": at, "outcome": outcome, "answer": "said"}
            work.notifications.add_attempts([an_attempt(notice.id, number, id=SystemIds().new(at), **ended)])
        work.commit()
