"""What nobody acknowledges is given to somebody else, where that is wanted."""

from collections.abc import Iterator
from datetime import time, timedelta
from uuid import UUID

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acknowledge_episode import AcknowledgeEpisodeCommand
from application.acts import Act, Scope
from application.assign_error import AssignErrorCommand
from application.create_silence import CreateSilence, CreateSilenceCommand
from application.follow_up_silences import FollowUpSilences
from bootstrap.error_actions import Assignments, make_assignments
from domain.notification import NotificationState
from domain.preferences import DailySpan, Preferences
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.overdue import POLICY, REASSIGN_AFTER, Overdue, an_overdue_site

ACT = Act(actor="Eve")
NAMES = ("Ada", "Ben", "Cy", "Di", "Ed", "Flo")


@pytest.fixture
def site() -> Iterator[Overdue]:
    with an_overdue_site(reassign_after=REASSIGN_AFTER) as opened:
        yield opened


def test_it_goes_to_others_at_most_three_times(site: Overdue) -> None:
    for name in NAMES:
        site.hire(name)
    episode_id = site.report()
    owners = [site.episode(episode_id).owner_id]
    for _ in range(5):
        site.pass_time(minutes=15)
        site.reassign()
        owners.append(site.episode(episode_id).owner_id)

    assert len(set(owners)) == 4
    assert owners[3:] == [owners[3]] * 3
    told = [notice.developer_id for notice in site.notices(episode_id)]
    assert told == owners[:4]


def test_it_stays_before_the_time_and_where_nobody_else_fits(site: Overdue) -> None:
    ada = site.hire("Ada")
    episode_id = site.report()
    site.pass_time(minutes=14)
    assert site.reassign() == 0
    site.pass_time(minutes=1)

    assert (site.reassign(), site.reassign()) == (1, 0)
    assert site.episode(episode_id).owner_id == ada.id


def test_what_is_acknowledged_or_mild_stays(site: Overdue) -> None:
    for name in NAMES:
        site.hire(name)
    acknowledged, mild = site.report(pattern="a"), site.report(Severity.MEDIUM, pattern="b")
    owners = [site.episode(each).owner_id for each in (acknowledged, mild)]
    acknowledge(site, acknowledged)

    site.pass_time(minutes=29)
    site.reassign()

    assert [site.episode(each).owner_id for each in (acknowledged, mild)] == owners


@pytest.mark.parametrize("withdrawn", [False, True])
def test_an_acknowledgement_that_lapsed_or_was_withdrawn_protects_nobody(site: Overdue, withdrawn: bool) -> None:
    site.hire("Ada")
    site.hire("Ben")
    episode_id = site.report()
    owner = site.episode(episode_id).owner_id
    acknowledge(site, episode_id)
    if withdrawn:
        acknowledge(site, episode_id, withdraw=True)

    site.pass_time(minutes=30)
    site.reassign()

    assert site.episode(episode_id).owner_id not in (None, owner)


def test_what_became_severe_has_its_time_from_then(site: Overdue) -> None:
    site.hire("Ada")
    site.hire("Ben")
    episode_id = site.report(Severity.MEDIUM)
    owner = site.episode(episode_id).owner_id
    site.pass_time(minutes=16)
    site.reassign()
    assert site.report(Severity.CRITICAL) == episode_id

    site.pass_time(minutes=14)
    site.reassign()
    assert site.episode(episode_id).owner_id == owner
    site.pass_time(minutes=1)
    site.reassign()

    assert site.episode(episode_id).owner_id not in (None, owner)


def test_what_became_more_severe_does_not_wait_for_an_acknowledgement_that_ended_with_it(site: Overdue) -> None:
    site.hire("Ada")
    site.hire("Ben")
    episode_id = site.report(Severity.HIGH)
    owner = site.episode(episode_id).owner_id
    acknowledge(site, episode_id)
    site.pass_time(minutes=1)
    site.report(Severity.CRITICAL)

    pass_minutes(site, 14)
    assert site.episode(episode_id).owner_id == owner
    pass_minutes(site, 1)

    assert site.episode(episode_id).owner_id not in (None, owner)


def test_what_somebody_was_given_by_hand_stays_however_severe_it_becomes(site: Overdue) -> None:
    hired = site.hire("Ada"), site.hire("Ben")
    episode_id = site.report(Severity.MEDIUM)
    [other] = [one for one in hired if one.id != site.episode(episode_id).owner_id]
    first = site.episode(episode_id).first_error_id
    command = AssignErrorCommand(error_id=first, act=ACT, developer_id=other.id, scope=Scope.PATTERN)
    people(site).assign.execute(command)
    site.report(Severity.CRITICAL)

    site.pass_time(minutes=60)
    site.reassign()

    assert site.episode(episode_id).owner_id == other.id


def test_what_is_silenced_is_told_and_given_to_nobody_until_its_owner_was_told_and_had_the_time(site: Overdue) -> None:
    for name in NAMES:
        site.hire(name)
    silence = CreateSilenceCommand(service="java", reason="moving", end=site.clock.now() + timedelta(hours=3))
    CreateSilence(site.store, SystemIds()).execute(silence)
    episode_id = site.report(Severity.HIGH)
    owner = site.episode(episode_id).owner_id

    pass_minutes(site, 181)
    assert [notice.state for notice in site.notices(episode_id)] == [NotificationState.SUPPRESSED]
    site.pass_time(seconds=30)
    FollowUpSilences(site.store, MemoryWakeUps()).execute()
    site.triage()
    site.deliver()
    pass_minutes(site, 14)
    assert site.episode(episode_id).owner_id == owner
    pass_minutes(site, 1)

    assert site.episode(episode_id).owner_id not in (None, owner)


def test_what_its_owner_was_told_before_a_silence_waits_for_its_end(site: Overdue) -> None:
    site.hire("Ada")
    site.hire("Ben")
    episode_id = site.report(Severity.HIGH)
    owner = site.episode(episode_id).owner_id
    site.deliver()
    silence = CreateSilenceCommand(service="java", reason="moving", end=site.clock.now() + timedelta(hours=1))
    CreateSilence(site.store, SystemIds()).execute(silence)

    pass_minutes(site, 59)
    assert site.episode(episode_id).owner_id == owner
    pass_minutes(site, 1)

    assert site.episode(episode_id).owner_id not in (None, owner)


def test_what_waits_for_its_owners_hours_stays_until_after_them(site: Overdue) -> None:
    # Until an hour after the start.
    asleep = Preferences(quiet_hours=DailySpan(time(8), time(10)))
    for name in NAMES:
        site.hire(name, preferences=asleep)
    episode_id = site.report(Severity.HIGH)
    owner = site.episode(episode_id).owner_id

    pass_minutes(site, 60)
    site.deliver()
    pass_minutes(site, 14)
    assert site.episode(episode_id).owner_id == owner
    pass_minutes(site, 1)

    assert site.episode(episode_id).owner_id not in (None, owner)


def pass_minutes(site: Overdue, minutes: int) -> None:
    """As a worker that looks each minute."""
    for _ in range(minutes):
        site.pass_time(minutes=1)
        site.reassign()


def people(site: Overdue) -> Assignments:
    return make_assignments(site.store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())


def acknowledge(site: Overdue, episode_id: UUID, *, withdraw: bool = False) -> None:
    error_id = site.episode(episode_id).first_error_id
    people(site).acknowledge.execute(AcknowledgeEpisodeCommand(error_id=error_id, act=ACT, withdraw=withdraw))


def test_by_default_nothing_is_given_on() -> None:
    with an_overdue_site() as site:
        site.hire("Ada")
        site.hire("Ben")
        episode_id = site.report()

        assert site.episode(episode_id).reassign_at is None
