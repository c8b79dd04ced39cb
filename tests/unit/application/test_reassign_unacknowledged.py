"""What nobody acknowledges is given to somebody else, where that is wanted."""

from collections.abc import Iterator

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acknowledge_episode import AcknowledgeEpisodeCommand
from application.acts import Act
from bootstrap.error_actions import make_assignments
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.overdue import POLICY, REASSIGN_AFTER, Overdue, an_overdue_site

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
    who = make_assignments(site.store, SystemIds(), RetentionPolicy(), POLICY, MemoryWakeUps())
    error_id = site.episode(acknowledged).first_error_id
    who.acknowledge.execute(AcknowledgeEpisodeCommand(error_id=error_id, act=Act(actor="Eve")))

    site.pass_time(minutes=60)
    site.reassign()

    assert [site.episode(each).owner_id for each in (acknowledged, mild)] == owners


def test_by_default_nothing_is_given_on() -> None:
    with an_overdue_site() as site:
        site.hire("Ada")
        site.hire("Ben")
        episode_id = site.report()

        assert site.episode(episode_id).reassign_at is None
