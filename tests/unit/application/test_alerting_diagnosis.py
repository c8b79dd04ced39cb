"""What the doctor and monitoring say about whether people would be told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.system.ids import SystemIds
from application.alerting_diagnosis import AlertingDiagnosis
from application.check_health import CheckHealth
from application.create_rotation import CreateRotation, CreateRotationCommand
from application.create_silence import CreateSilence, CreateSilenceCommand
from application.diagnosis import Finding, Health
from application.find_weak_spots import FindWeakSpots
from application.show_weak_spots import ShowWeakSpots
from domain.alerting import AlertingPolicy
from domain.delivery import Channel, DeliveryOutcome
from domain.escalation_chain import ChainStep
from domain.notification import NotificationState
from domain.preferences import Preferences
from domain.severity import Severity
from tests.support.builders import a_notification, an_attempt
from tests.support.builders_webhooks import an_endpoint
from tests.support.overdue import POLICY, Overdue, an_overdue_site

MAIL_ONLY = replace(POLICY, channels=frozenset({Channel.EMAIL}))
WITH_WEBHOOKS = replace(POLICY, channels=frozenset({Channel.EMAIL, Channel.WEBHOOK}))


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

    assert "'Mute'" in look(world, MAIL_ONLY)["reachable"].what
    assert "'Anna'" not in look(world, MAIL_ONLY)["reachable"].what
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


def test_who_takes_turns_for_a_service_that_they_do_not_know_is_named_with_it(world: Overdue) -> None:
    anna, ben = world.hire("Anna", services=frozenset({"shop"})), world.hire("Ben", services=frozenset({"*"}))
    for services in ({"java", "shop"}, {"*"}):
        name, members = f"Of {len(services)}", (anna.id, ben.id)
        command = CreateRotationCommand(name=name, members=members, time_zone="UTC", services=frozenset(services))
        CreateRotation(world.store, SystemIds()).execute(command)

    found = look(world)["rotations"]

    assert (found.health, "--service" in found.mend) == (Health.WARN, True)
    assert found.what.endswith(": 'Anna for java'")


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


def test_an_endpoint_that_went_off_is_named_with_the_reason(world: Overdue) -> None:
    with world.store.writing() as work:
        work.webhook_endpoints.add(an_endpoint(name="Chat", active=False, inactive_because="410 Gone"))
        work.webhook_endpoints.add(an_endpoint(name="Ops", active=False))
        work.commit()

    found = look(world, WITH_WEBHOOKS)["webhook endpoints"]

    assert (found.health, "Chat (410 Gone)" in found.what) == (Health.WARN, True)
    assert "Ops" not in found.what


def test_an_endpoint_that_does_not_answer_is_named_with_what_came_of_it(world: Overdue) -> None:
    endpoint, failed = an_endpoint(name="Chat"), NotificationState.FAILED
    late = a_notification(
        channel=Channel.WEBHOOK, recipient=str(endpoint.id), state=failed, last_answer="nothing listens"
    )
    with world.store.writing() as work:
        work.webhook_endpoints.add(endpoint)
        work.notifications.add([late])
        work.commit()

    assert "Chat (nothing listens)" in look(world, WITH_WEBHOOKS)["webhook endpoints"].what


def test_that_endpoints_are_not_posted_to_is_said(world: Overdue) -> None:
    assert look(world, MAIL_ONLY)["webhook endpoints"].health is Health.OK
    with world.store.writing() as work:
        work.webhook_endpoints.add(an_endpoint())
        work.commit()

    found = look(world, MAIL_ONLY)["webhook endpoints"]

    assert (found.health, "WEBHOOK_NOTIFICATIONS" in found.what) == (Health.WARN, True)


def test_silences_in_force_are_counted_so_that_not_being_told_leads_somewhere(world: Overdue) -> None:
    end = world.clock.now() + timedelta(hours=2)
    command = CreateSilenceCommand(service="shop", reason="moving house", actor="Eve", end=end)
    CreateSilence(world.store, SystemIds()).execute(command)

    found = look(world)["silences"]

    assert (found.health, "1 in force" in found.what, "'shop'" in found.what) == (Health.OK, True, True)
    assert "silence list" in found.mend
    world.clock.move(timedelta(hours=3))
    assert look(world)["silences"].what == "none is in force"


@pytest.mark.parametrize(("days", "health"), [(0, Health.OK), (1, Health.OK), (3, Health.WARN)])
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
