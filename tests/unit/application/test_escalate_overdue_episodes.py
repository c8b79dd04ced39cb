"""What is not resolved in time goes up a chain, level by level."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acknowledge_by_link import AcknowledgeByLink
from application.acknowledge_episode import AcknowledgeEpisodeCommand
from application.acts import Act
from application.create_silence import CreateSilence, CreateSilenceCommand
from application.escalate_error import EscalateErrorCommand
from application.resolve_error import ResolveErrorCommand
from bootstrap.error_actions import make_assignments, make_error_actions
from domain.delivery import Channel
from domain.escalation import AckTimeouts, EscalationReason
from domain.escalation_chain import ChainStep
from domain.notification import NotificationKind, NotificationState
from domain.preferences import DailySpan, Preferences
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.overdue import POLICY, START, Overdue, an_overdue_site

HOUR = timedelta(hours=1)
ACT = Act(actor="Eve")
KNOWS_NOTHING = {"services": frozenset[str]()}


@pytest.fixture
def site() -> Iterator[Overdue]:
    with an_overdue_site() as opened:
        yield opened


def actions(site: Overdue):  # type: ignore[no-untyped-def]
    return make_error_actions(site.store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())


def assignments(site: Overdue):  # type: ignore[no-untyped-def]
    return make_assignments(site.store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())


def test_nothing_climbs_before_its_deadline_and_then_once(site: Overdue) -> None:
    ada, ben = site.hire("Ada"), site.hire("Ben", services=frozenset({"*"}))
    episode_id = site.report()
    owner = site.episode(episode_id).owner_id
    site.pass_time(minutes=59, seconds=59)
    assert site.sweep() == 0

    site.pass_time(seconds=1)
    assert (site.sweep(), site.sweep()) == (1, 0)

    [step] = site.steps(episode_id)
    assert (step.level, step.from_id, step.reason, step.at) == (1, owner, EscalationReason.OVERDUE, START + HOUR)
    assert step.to_id == ({ada.id, ben.id} - {owner}).pop()
    told = [notice for notice in site.notices(episode_id) if notice.level == 1]
    assert [notice.developer_id for notice in told] == [step.to_id]
    assert site.episode(episode_id).escalates_at == START + 2 * HOUR


def test_a_chain_is_climbed_level_by_level_to_the_fallback_recipients_once(site: Overdue) -> None:
    site.hire("Ada")
    lead, boss = site.hire("Lead", **KNOWS_NOTHING), site.hire("Boss", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(lead.id,)), ChainStep(developers=(boss.id, lead.id)), service="*")
    episode_id = site.report()

    for _ in range(5):
        site.pass_time(hours=1)
        site.sweep()
        site.deliver()

    assert [(step.level, step.to_id) for step in site.steps(episode_id)] == [
        (1, lead.id),
        (2, boss.id),
        (2, lead.id),
        (3, None),
    ]
    last = [notice.recipient for notice in site.notices(episode_id) if notice.level == 3]
    assert last == ["team@example.org"]
    assert site.episode(episode_id).escalates_at is None


def test_a_level_that_waits_in_a_digest_begun_before_is_waited_for(site: Overdue) -> None:
    quiet = Preferences(quiet_hours=DailySpan(time(8), time(23)))
    ben, boss = site.hire("Ben", preferences=quiet), site.hire("Boss", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(ben.id,)), ChainStep(developers=(boss.id,)), service="*")
    episode_id, ada = site.report(Severity.HIGH), site.hire("Ada")
    with site.store.writing() as work:
        episode = work.episodes.lock(episode_id)
        assert episode is not None
        work.episodes.save([replace(episode, owner_id=ada.id)])
        work.commit()
    for _ in range(2):
        site.pass_time(hours=4)
        site.sweep()
        site.deliver()

    assert [step.to_id for step in site.steps(episode_id)] == [ben.id]


def test_the_channel_of_slack_is_told_of_each_level_once() -> None:
    with an_overdue_site(policy=replace(POLICY, slack_places=dict.fromkeys(Severity, "#ops"))) as site:
        site.hire("Ada")
        leads = [site.hire(name, **KNOWS_NOTHING) for name in ("Lead", "Other", "Third", "Fourth")]
        site.set_chain(ChainStep(developers=tuple(lead.id for lead in leads)), service="*")
        site.report()
        site.deliver()
        site.pass_time(hours=1)
        site.sweep()

        posted = [message for message in site.deliver() if message.notification.channel is Channel.SLACK]
        assert [(each.notification.reason, each.notification.level) for each in posted] == [("escalated", 1)]


def test_what_is_silenced_and_escalated_by_hand_is_told_to_who_was_named_alone() -> None:
    policy = replace(POLICY, slack_places=dict.fromkeys(Severity, "#ops"))
    with an_overdue_site(policy=policy) as site:
        site.hire("Ada")
        ben = site.hire("Ben", **KNOWS_NOTHING)
        until = site.clock.now() + HOUR
        silence = CreateSilenceCommand(reason="planned", actor="Eve", end=until, service="java")
        CreateSilence(site.store, SystemIds()).execute(silence)
        episode_id = site.report(Severity.HIGH, service="java")
        escalate = make_assignments(site.store, SystemIds(), RetentionPolicy(), policy, MemoryWakeUps()).escalate
        error_id = site.episode(episode_id).last_error_id
        escalate.execute(EscalateErrorCommand(error_id=error_id, developer_id=ben.id, act=ACT))

        assert [message.notification.recipient for message in site.deliver()] == ["ben@example.org"]


def test_a_level_was_not_told_since_the_channel_of_slack_was() -> None:
    with an_overdue_site(policy=replace(POLICY, slack_places=dict.fromkeys(Severity, "#ops"))) as site:
        site.hire("Ada")
        quiet = Preferences(quiet_hours=DailySpan(time(8), time(23)))
        lead, boss = site.hire("Lead", preferences=quiet, **KNOWS_NOTHING), site.hire("Boss", **KNOWS_NOTHING)
        site.set_chain(ChainStep(developers=(lead.id,)), ChainStep(developers=(boss.id,)), service="*")
        episode_id = site.report(Severity.HIGH)
        for _ in range(2):
            site.deliver()
            site.pass_time(hours=4)
            site.sweep()

        assert [step.to_id for step in site.steps(episode_id)] == [lead.id]


def test_the_owners_chain_comes_before_the_services_and_that_before_every_ones(site: Overdue) -> None:
    ada, own, java = site.hire("Ada"), site.hire("Own", **KNOWS_NOTHING), site.hire("Java", **KNOWS_NOTHING)
    every = site.hire("Every", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(every.id,)), service="*")
    first = site.report(service="php", pattern="1")
    site.set_chain(ChainStep(developers=(java.id,)), service="java")
    second = site.report(service="java", pattern="2")
    site.pass_time(hours=1)
    site.sweep()
    site.set_chain(ChainStep(developers=(own.id,)), developer=ada)
    third = site.report(service="java", pattern="3")
    site.pass_time(hours=1)
    site.sweep()

    assert [site.steps(each)[0].to_id for each in (first, second, third)] == [every.id, java.id, own.id]


def test_a_chain_that_is_edited_changes_nothing_under_way(site: Overdue) -> None:
    site.hire("Ada")
    lead, boss, other = (site.hire(name, **KNOWS_NOTHING) for name in ("Lead", "Boss", "Other"))
    site.set_chain(ChainStep(developers=(lead.id,)), ChainStep(developers=(boss.id,)), service="*")
    episode_id = site.report()
    site.pass_time(hours=1)
    site.sweep()
    site.deliver()

    site.set_chain(ChainStep(developers=(other.id,)), service="*")
    site.pass_time(hours=1)
    site.sweep()

    assert [step.to_id for step in site.steps(episode_id)] == [lead.id, boss.id]


def test_whoever_is_on_call_is_looked_up_at_the_climb(site: Overdue) -> None:
    site.hire("Ada", on_call=True, on_call_until=START + HOUR)
    night = site.hire("Night", on_call=True, on_call_from=START + HOUR)
    site.set_chain(ChainStep(on_call=True), service="*")
    episode_id = site.report()

    site.pass_time(hours=1)
    site.sweep()

    assert [step.to_id for step in site.steps(episode_id)] == [night.id]


def test_an_acknowledgement_stops_the_clock_until_it_lapses(site: Overdue) -> None:
    site.hire("Ada"), site.hire("Ben")
    episode_id = site.report()
    error_id = site.episode(episode_id).first_error_id
    site.pass_time(minutes=50)
    assignments(site).acknowledge.execute(AcknowledgeEpisodeCommand(error_id=error_id, act=ACT))

    assert site.episode(episode_id).escalates_at == START + timedelta(minutes=80)
    site.pass_time(minutes=29)
    assert site.sweep() == 0
    site.pass_time(minutes=1)
    assert site.sweep() == 1
    assert site.history(episode_id, "escalated")[0].inputs["acknowledged_by"] == "Eve"
    assert site.episode(episode_id).acknowledged_at is None


def test_a_worse_error_ends_an_acknowledgement(site: Overdue) -> None:
    site.hire("Ada")
    episode_id = site.report(Severity.HIGH)
    error_id = site.episode(episode_id).first_error_id
    assignments(site).acknowledge.execute(AcknowledgeEpisodeCommand(error_id=error_id, act=ACT))

    site.report(Severity.CRITICAL)

    assert site.episode(episode_id).acknowledged_until is None
    assert site.episode(episode_id).escalates_at == START + HOUR


def test_what_is_resolved_does_not_climb(site: Overdue) -> None:
    site.hire("Ada")
    episode_id = site.report()
    actions(site).resolve.execute(ResolveErrorCommand(error_id=site.episode(episode_id).first_error_id, act=ACT))

    site.pass_time(hours=9)

    assert site.sweep() == 0


def test_after_a_long_silence_it_climbs_once_and_the_next_level_has_its_interval(site: Overdue) -> None:
    site.hire("Ada"), site.hire("Ben"), site.hire("Cy")
    episode_id = site.report()
    site.pass_time(days=3)
    assert site.sweep() == 1
    assert site.sweep() == 0

    site.pass_time(minutes=59)
    assert site.sweep() == 0
    assert [step.level for step in site.steps(episode_id)] == [1]


@pytest.mark.parametrize("due", [6, 23])
def test_who_is_told_of_much_at_once_gets_one_message(site: Overdue, due: int) -> None:
    site.hire("Ada")
    lead = site.hire("Lead", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(lead.id,)), service="*")
    episodes = [site.report(pattern=str(number)) for number in range(due)]
    site.deliver()
    site.pass_time(hours=12)
    assert site.sweep() == due

    assert [message for message in site.deliver() if message.notification.developer_id == lead.id] == []
    site.pass_time(seconds=10)
    messages = [message for message in site.deliver() if message.notification.developer_id == lead.id]

    assert [message.notification.kind for message in messages] == [NotificationKind.DIGEST]
    held = [notice for each in episodes for notice in site.notices(each) if notice.level == 1]
    assert [notice.state for notice in held] == [NotificationState.HELD] * due


def test_among_many_who_are_told_of_much_each_gets_one_message_and_the_few_before_it(site: Overdue) -> None:
    for number in range(10):
        lead = site.hire(f"Lead{number}", **KNOWS_NOTHING)
        site.set_chain(ChainStep(developers=(lead.id,)), developer=site.hire(f"Owner{number}"))
    for number in range(60):
        site.report(Severity.HIGH, pattern=f"p{number}")
    site.deliver()

    site.pass_time(hours=30)
    site.sweep()
    site.pass_time(seconds=15)

    told = Counter(each.notification.recipient for each in site.deliver())
    assert set(told.values()) == {3}


def test_the_channel_of_slack_is_told_of_much_at_once_in_one_message() -> None:
    with an_overdue_site(policy=replace(POLICY, slack_places=dict.fromkeys(Severity, "#ops"))) as site:
        for number in range(4):
            lead = site.hire(f"Lead{number}", **KNOWS_NOTHING)
            site.set_chain(ChainStep(developers=(lead.id,)), developer=site.hire(f"Owner{number}"))
            site.report(Severity.HIGH, pattern=f"p{number}")
        site.deliver()
        site.pass_time(hours=30)
        site.sweep()
        site.pass_time(seconds=15)

        posted = [each for each in site.deliver() if each.notification.channel is Channel.SLACK]
        assert [each.notification.kind for each in posted] == [NotificationKind.DIGEST]


def test_a_level_that_was_told_late_has_its_interval_from_then(site: Overdue) -> None:
    site.hire("Ada"), site.hire("Ben"), site.hire("Cy")
    episode_id = site.report()
    site.deliver()
    site.pass_time(hours=1)
    site.sweep()
    site.pass_time(minutes=40)
    site.deliver()

    site.pass_time(minutes=20)
    site.sweep()
    assert [step.level for step in site.steps(episode_id)] == [1]
    assert site.episode(episode_id).escalates_at == START + timedelta(hours=2, minutes=40)
    site.pass_time(minutes=40)
    site.sweep()
    assert [step.level for step in site.steps(episode_id)] == [1, 2]


def test_somebody_named_by_hand_is_a_level_between(site: Overdue) -> None:
    site.hire("Ada")
    lead, eve = site.hire("Lead", **KNOWS_NOTHING), site.hire("Eve", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(lead.id,)), service="*")
    episode_id = site.report()
    error_id = site.episode(episode_id).first_error_id

    site.pass_time(minutes=30)
    done = assignments(site).escalate.execute(EscalateErrorCommand(error_id=error_id, act=ACT, developer_id=eve.id))
    site.deliver()
    site.pass_time(minutes=59)
    assert (done.level, site.sweep()) == (1, 0)
    site.pass_time(minutes=1)
    site.sweep()

    assert [(step.level, step.to_id) for step in site.steps(episode_id)] == [(1, eve.id), (2, lead.id)]


def test_the_message_of_a_climb_says_so_and_has_a_link_that_acknowledges(site: Overdue) -> None:
    site.hire("Ada"), site.hire("Ben")
    episode_id = site.report()
    site.deliver()
    site.pass_time(hours=1)
    site.sweep()

    [message] = [each for each in site.deliver() if each.notification.channel is Channel.EMAIL]
    assert message.asked_for is not None
    assert message.asked_for.reason == EscalationReason.OVERDUE
    assert message.acknowledge_url is not None
    done = AcknowledgeByLink(site.store, AckTimeouts()).execute(message.acknowledge_url.rpartition("/")[2])
    assert done.episode.acknowledged_by == done.receiver
    assert site.episode(episode_id).escalates_at == START + 2 * HOUR
