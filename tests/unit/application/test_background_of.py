"""What is looked up before a notice is put into words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.background_of import told_at
from application.notice import compose
from application.notice_words import listed
from application.resolve_error import ResolveError, ResolveErrorCommand
from domain.escalation import Escalation, EscalationReason
from domain.escalation_chain import ChainStep
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.overdue import DASHBOARD, POLICY, REASSIGN_AFTER, START, Overdue, an_overdue_site


@pytest.fixture
def site() -> Iterator[Overdue]:
    """Ada in Berlin, who knows everything; over her Lea, and over them whoever is on call."""
    with an_overdue_site() as opened:
        opened.hire("Ada", time_zone="Europe/Berlin")
        lea = opened.hire("Lea", services=frozenset())
        opened.set_chain(ChainStep(developers=(lea.id,)), ChainStep(on_call=True), service="*")
        yield opened


def resolve(site: Overdue, episode: UUID, scope: Scope) -> None:
    command = ResolveErrorCommand(
        error_id=site.episode(episode).last_error_id, act=Act(actor="first"), scope=scope, release="2.4.1"
    )
    ResolveError(site.store, SystemIds(), RetentionPolicy(), MemoryWakeUps()).execute(command)


def test_a_person_is_told_by_their_own_clock_and_who_is_next(site: Overdue) -> None:
    site.report()

    [message] = site.deliver()

    background = message.background
    assert (background.now, background.zone, background.next_up) == (START, ZoneInfo("Europe/Berlin"), "Lea")


def test_who_has_no_zone_of_their_own_is_told_by_the_installations_clock() -> None:
    with an_overdue_site(policy=replace(POLICY, zone=ZoneInfo("Asia/Tokyo"))) as site:
        site.hire("Ada")
        site.report()

        assert [message.background.zone for message in site.deliver()] == [ZoneInfo("Asia/Tokyo")]


def test_who_climbs_after_whom(site: Overdue) -> None:
    site.hire("Cleo", on_call=True, on_call_from=START + timedelta(hours=2), last_assigned_at=START)
    site.report()
    site.deliver()
    site.pass_time(hours=1)
    site.sweep()

    [message] = [each for each in site.deliver() if each.notification.developer_id is not None]

    found = message.background
    assert (found.came_from, found.went_to, found.next_up) == ("Ada", ("Lea",), "whoever is on call then")
    assert "from Ada: open for 1 hour, and not resolved in time" in compose(message, DASHBOARD).news


def test_what_is_given_on_says_who_had_not_acknowledged_it() -> None:
    with an_overdue_site(reassign_after=REASSIGN_AFTER) as site:
        site.hire("Ada")
        site.report()
        site.deliver()
        site.hire("Ben")
        site.pass_time(minutes=15)
        site.reassign()

        [message] = site.deliver()

    assert compose(message, DASHBOARD).news == "Given to you: Ada had not acknowledged it in time."
    assert compose(message, DASHBOARD).subject.startswith("[CRITICAL, reassigned] ")


@pytest.mark.parametrize(
    ("told", "said"),
    [(1, "Dev 0"), (3, "Dev 0, Dev 1 and Dev 2"), (5, "Dev 0, Dev 1, Dev 2 and 2 more")],
)
def test_three_at_most_are_named_of_those_whom_a_level_told(told: int, said: str) -> None:
    with an_overdue_site() as site:
        site.hire("Ada")
        people = [site.hire(f"Dev {n}", email=f"dev-{n}@example.org", services=frozenset()) for n in range(told)]
        site.set_chain(ChainStep(developers=tuple(one.id for one in people)), service="*")
        episode_id = site.report()
        site.pass_time(hours=1)
        site.sweep()

        climbed = site.episode(episode_id)
        with site.store.reading() as work:
            assert listed(told_at(work, climbed, 1)) == said


def test_who_is_not_found_any_more_is_not_taken_for_the_fallback_recipients(site: Overdue) -> None:
    episode_id = site.report()
    with site.store.writing() as work:
        step = {"from_id": None, "to_id": UUID(int=7), "reason": EscalationReason.OVERDUE, "at": START}
        work.escalations.add(Escalation(episode_id=episode_id, level=1, **step))
        work.commit()

    episode = site.episode(episode_id)
    with site.store.reading() as work:
        assert told_at(work, episode, 1) == ("somebody unknown",)


@pytest.mark.parametrize(("fallback", "said"), [(("team@example.org",), "the fallback recipients"), ((), "nobody")])
def test_what_told_nobody_says_so_unless_the_fallback_recipients_were(fallback: tuple[str, ...], said: str) -> None:
    places = dict.fromkeys(Severity, "#errors")
    with an_overdue_site(policy=replace(POLICY, fallback_recipients=fallback, slack_places=places)) as site:
        site.hire("Ada")
        site.report()
        site.deliver()
        site.pass_time(hours=1)
        site.sweep()

        [message] = [each for each in site.deliver() if each.notification.recipient == "#errors"]

    assert f"It was escalated to {said}; Ada owns it." in compose(message, DASHBOARD).reason


def test_beyond_the_last_level_nobody_is_next(site: Overdue) -> None:
    site.report()
    for _ in range(2):
        site.pass_time(hours=1)
        site.sweep()
        messages = site.deliver()

    assert [message.background.next_up for message in messages] == [None] * len(messages)
    assert compose(messages[0], DASHBOARD).next_step == "It escalates no further: its last level was told."


@pytest.mark.parametrize("scope", Scope)
def test_what_comes_back_says_who_had_resolved_it(site: Overdue, scope: Scope) -> None:
    resolve(site, site.report(), scope)
    site.deliver()
    site.pass_time(hours=1)
    site.report()

    [message] = site.deliver()

    found = message.background.mended
    assert found is not None
    assert (found.at, found.by, found.release) == (START, "first", "2.4.1")


@pytest.mark.parametrize("reason", ["regression", "reassigned"])
def test_however_long_a_history_is_a_message_reads_one_entry_for_each_thing_that_it_says(reason: str) -> None:
    asked: list[str] = []
    with an_overdue_site(reassign_after=REASSIGN_AFTER) as site:
        site.hire("Ada")
        resolve(site, site.report(), Scope.PATTERN)
        site.pass_time(hours=1)
        site.report()
        if reason == "reassigned":
            site.deliver()
            site.hire("Ben")
            site.pass_time(minutes=15)
            site.reassign()
        event.listen(site.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

        assert reason in {message.notification.reason for message in site.deliver()}

    of_history = [statement for statement in asked if "FROM history" in statement]
    assert of_history
    assert [statement for statement in of_history if "LIMIT" not in statement] == []


def test_a_list_is_told_by_utc(site: Overdue) -> None:
    site.report()
    site.pass_time(hours=3)
    for _ in range(3):
        site.sweep()
        site.pass_time(hours=1)
    messages = [each for each in site.deliver() if each.notification.developer_id is None]

    assert {(each.background.now, each.background.zone) for each in messages} == {(None, None)}
    assert START + timedelta(hours=1) == messages[0].episode.deadline
