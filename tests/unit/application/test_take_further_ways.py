"""No dead pager: what is critical and does not arrive takes another way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.create_silence import CreateSilence, CreateSilenceCommand
from application.ended_episodes import end_at_once
from application.given_errors import Giving, tell_new_owner
from application.merge_patterns import MergePatterns, MergePatternsCommand
from domain.delivery import Channel, DeliveryOutcome
from domain.episode import EpisodeEnd
from domain.escalation_chain import ChainStep
from domain.notification import NotificationState
from domain.preferences import Preferences
from domain.severity import Severity
from tests.support.overdue import Overdue, an_overdue_site

UNREACHABLE, REFUSED = DeliveryOutcome.UNREACHABLE, DeliveryOutcome.REFUSED
KNOWS_NOTHING = {"services": frozenset[str]()}
BY_EMAIL = Preferences(channels={Severity.CRITICAL: (Channel.EMAIL,)})


@pytest.fixture
def site() -> Iterator[Overdue]:
    with an_overdue_site() as opened:
        yield opened


def ways(site: Overdue, episode_id: object) -> list[tuple[str, str]]:
    return [(each.channel.value, each.recipient) for each in site.notices(episode_id)]  # type: ignore[arg-type]


def test_what_has_arrived_goes_no_further(site: Overdue) -> None:
    site.hire("Ada")
    site.hire("Ben")
    episode_id = site.report()
    site.deliver()
    site.pass_time(minutes=2)

    assert (site.go_further(), site.go_further()) == (1, 0)
    assert len(site.notices(episode_id)) == 1


def test_another_channel_then_the_next_people_then_the_fallback_recipients(site: Overdue) -> None:
    site.hire("Ada", phone="+4915112345678", preferences=BY_EMAIL)
    lead = site.hire("Lead", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(lead.id,)), service="*")
    for channel in (Channel.EMAIL, Channel.SMS):
        site.answers(channel, UNREACHABLE)
    episode_id = site.report()
    expected = [("email", "ada@example.org")]

    for way in (("sms", "+4915112345678"), ("email", "lead@example.org"), ("email", "team@example.org")):
        site.deliver()
        site.pass_time(minutes=1, seconds=59)
        assert site.go_further() == 0
        site.pass_time(seconds=1)
        site.go_further()
        expected.append(way)
        assert ways(site, episode_id) == expected
    site.pass_time(minutes=10)
    site.go_further()

    assert ways(site, episode_id) == expected
    assert len(site.history(episode_id, "further_way")) == 3
    assert site.episode(episode_id).level == 0


def test_a_person_who_was_reached_by_another_channel_is_reached(site: Overdue) -> None:
    site.hire("Ada", phone="+4915112345678")
    site.answers(Channel.SMS, UNREACHABLE)
    episode_id = site.report()
    site.deliver()
    site.pass_time(minutes=2)
    site.go_further()

    assert ways(site, episode_id) == [("email", "ada@example.org"), ("sms", "+4915112345678")]


def test_a_refusal_takes_the_next_way_at_once(site: Overdue) -> None:
    site.hire("Ada", phone="+4915112345678", preferences=BY_EMAIL)
    site.answers(Channel.EMAIL, REFUSED)
    episode_id = site.report()

    messages = site.deliver()

    assert [message.notification.channel for message in messages] == [Channel.SMS]
    [way] = site.history(episode_id, "further_way")
    assert (way.reason, way.after) == ("refused", "sms to +4915112345678")


@pytest.mark.parametrize("recipients", [(), ("all@example.org",)])
def test_two_messages_that_fail_at_once_go_one_way(site: Overdue, recipients: tuple[str, ...]) -> None:
    site.policy = replace(site.policy, email_recipients=recipients)
    site.hire("Ada", phone="+4915112345678")
    for channel in (Channel.EMAIL, Channel.SMS):
        site.answers(channel, UNREACHABLE)
    episode_id = site.report()
    site.hire("Ben")
    owner = site.episode(episode_id).owner_id
    site.deliver()
    site.pass_time(minutes=2)
    site.go_further()

    others = [notice for notice in site.notices(episode_id) if notice.developer_id != owner]
    assert len([notice for notice in others if notice.reason == "undeliverable"]) == 1


def test_an_owner_without_any_address_is_no_dead_end(site: Overdue) -> None:
    site.hire("Mute", email=None)
    lead = site.hire("Lead", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(lead.id,)), service="*")
    episode_id = site.report()

    site.go_further()

    assert {notice.recipient for notice in site.notices(episode_id)} == {"", "lead@example.org"}
    assert [message.notification.recipient for message in site.deliver()] == ["lead@example.org"]


def test_an_owner_who_wants_to_hear_of_nothing_is_no_dead_end_and_hears_of_nothing(site: Overdue) -> None:
    site.hire("Deaf", phone="+4915112345678", preferences=Preferences(channels={Severity.CRITICAL: ()}))
    lead = site.hire("Lead", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(lead.id,)), service="*")
    site.report()

    site.go_further()

    assert [message.notification.recipient for message in site.deliver()] == ["lead@example.org"]


def test_what_nobody_can_be_given_is_told_to_the_services_chain(site: Overdue) -> None:
    lead = site.hire("Lead", **KNOWS_NOTHING)
    site.set_chain(ChainStep(developers=(lead.id,)), service="java")

    site.report(service="java")

    assert sorted(message.notification.recipient for message in site.deliver()) == [
        "lead@example.org",
        "team@example.org",
    ]


def test_what_is_milder_waits_for_its_channel(site: Overdue) -> None:
    site.hire("Ada", phone="+4915112345678")
    site.answers(Channel.EMAIL, UNREACHABLE)
    episode_id = site.report(Severity.HIGH)
    site.deliver()
    site.pass_time(minutes=30)

    assert site.go_further() == 0
    assert [notice.state for notice in site.notices(episode_id)] == [NotificationState.FAILED]


def test_a_channel_that_was_not_asked_before_is_no_dead_one(site: Overdue) -> None:
    by_text = Preferences(channels={Severity.CRITICAL: (Channel.SMS,)})
    site.hire("Ada", phone="+4915112345678", preferences=by_text)
    episode_id = site.report(Severity.MEDIUM)
    assert [notice.state for notice in site.notices(episode_id)] == [NotificationState.SUPPRESSED]
    site.answers(Channel.SMS, UNREACHABLE)
    site.report(Severity.CRITICAL)
    site.deliver()
    site.pass_time(minutes=2)
    site.go_further()

    assert [message.notification.recipient for message in site.deliver()] == ["ada@example.org"]


def test_each_of_two_at_one_level_has_further_ways(site: Overdue) -> None:
    site.hire("Ada")
    phones = {"Bert": "+4915112345671", "Carl": "+4915112345672"}
    leads = [site.hire(name, phone=phone, preferences=BY_EMAIL, **KNOWS_NOTHING) for name, phone in phones.items()]
    site.set_chain(ChainStep(developers=tuple(lead.id for lead in leads)), service="*")
    site.report()
    site.deliver()
    site.pass_time(hours=1)
    site.sweep()
    site.answers(Channel.EMAIL, UNREACHABLE)
    site.deliver()
    site.pass_time(minutes=2)
    site.go_further()

    texts = [message for message in site.deliver() if message.notification.channel is Channel.SMS]
    assert sorted(message.notification.recipient for message in texts) == sorted(phones.values())


def test_what_was_merged_into_what_is_over_goes_no_further(site: Overdue) -> None:
    site.hire("Ada", phone="+4915112345678", preferences=BY_EMAIL)
    standing = site.report(pattern="standing")
    site.deliver()
    site.answers(Channel.EMAIL, UNREACHABLE)
    merged = site.report(pattern="merged")
    site.deliver()
    patterns = {"pattern_id": site.episode(merged).pattern_id, "into": site.episode(standing).pattern_id}
    MergePatterns(site.store, MemoryWakeUps()).execute(MergePatternsCommand(**patterns, actor="eve"))
    with site.store.writing() as work:
        found = work.episodes.lock(standing)
        assert found is not None
        end_at_once(work, found, EpisodeEnd.RESOLVED, at=work.now(), act=Act(actor="eve"))
        work.commit()
    site.pass_time(minutes=2)

    site.go_further()
    assert len(ways(site, merged)) == 1


def test_what_staff_silenced_meanwhile_goes_no_further_on_record(site: Overdue) -> None:
    site.hire("Ada", phone="+4915112345678", preferences=BY_EMAIL)
    site.answers(Channel.EMAIL, UNREACHABLE)
    episode_id = site.report()
    site.deliver()
    until = site.clock.now() + timedelta(hours=2)
    silence = CreateSilenceCommand(reason="planned", actor="Eve", end=until, severity=Severity.CRITICAL)
    CreateSilence(site.store, SystemIds()).execute(silence)
    site.pass_time(minutes=2)
    site.go_further()

    assert site.deliver() == []
    [way] = [notice for notice in site.notices(episode_id) if notice.channel is Channel.SMS]
    assert (way.state, way.reason) == (NotificationState.SUPPRESSED, "silenced")


def test_who_was_told_before_it_had_an_owner_is_told_when_the_owner_cannot_be(site: Overdue) -> None:
    episode_id = site.report(Severity.HIGH)
    assert [message.notification.recipient for message in site.deliver()] == ["team@example.org"]
    site.pass_time(hours=3)
    site.answers(Channel.EMAIL, REFUSED)
    ada = site.hire("Ada")
    with site.store.writing() as work:
        episode = work.episodes.lock(episode_id)
        assert episode is not None
        tell_new_owner(work, episode, ada, Giving(ids=SystemIds(), policy=site.policy))
        work.commit()
    site.deliver()

    instead = [notice.recipient for notice in site.notices(episode_id) if notice.reason == "undeliverable"]
    assert instead == ["team@example.org"]
