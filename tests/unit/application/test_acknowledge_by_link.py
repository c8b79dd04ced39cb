"""What the link of a message is good for, as the episode goes on."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acknowledge_by_link import AcknowledgeByLink
from application.acts import Act, Scope
from application.assign_error import AssignError, AssignErrorCommand
from application.given_errors import Giving
from application.ports.notifier import Message
from domain.acknowledge_link import LinkState
from domain.developer import Developer
from domain.escalation import AckTimeouts
from domain.escalation_chain import ChainStep
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.overdue import Overdue, an_overdue_site


@pytest.fixture
def site() -> Iterator[Overdue]:
    """Ada, who knows everything, and a lead over her."""
    with an_overdue_site() as opened:
        opened.hire("Ada")
        lead = opened.hire("Lead", services=frozenset())
        opened.set_chain(ChainStep(developers=(lead.id,)), service="*")
        yield opened


def use(site: Overdue, message: Message) -> LinkState:
    assert message.acknowledge_url is not None
    token = message.acknowledge_url.rpartition("/")[2]
    return AcknowledgeByLink(site.store, AckTimeouts()).execute(token).state


def assign(site: Overdue, developer: Developer, scope: Scope, episode: UUID) -> None:
    giving = Giving(ids=SystemIds(), policy=site.policy)
    error_id = site.episode(episode).last_error_id
    AssignError(site.store, RetentionPolicy(), giving, MemoryWakeUps()).execute(
        AssignErrorCommand(error_id=error_id, act=Act(actor="eve"), developer_id=developer.id, scope=scope)
    )


def test_what_became_worse_after_it_climbed_is_acknowledged_by_the_link_that_says_so(site: Overdue) -> None:
    episode = site.report(Severity.HIGH)
    site.deliver()
    site.pass_time(hours=4)
    site.sweep()
    [to_lead] = site.deliver()
    site.pass_time(hours=1)
    site.report(Severity.CRITICAL)

    [worse] = site.deliver()
    assert site.episode(episode).level == 1
    assert [use(site, to_lead), use(site, worse)] == [LinkState.MORE_SEVERE, LinkState.READY]


def test_whoever_is_given_what_has_climbed_can_acknowledge_it(site: Overdue) -> None:
    episode = site.report()
    site.deliver()
    site.pass_time(hours=1)
    site.sweep()
    site.deliver()
    assign(site, site.hire("New", services=frozenset()), Scope.PATTERN, episode)

    [message] = site.deliver()
    assert (site.episode(episode).level, use(site, message)) == (1, LinkState.READY)


def test_whoever_is_given_a_mild_error_of_something_severe_can_acknowledge_it(site: Overdue) -> None:
    episode = site.report()
    site.pass_time(minutes=1)
    site.report(Severity.HIGH)
    site.deliver()
    assign(site, site.hire("New", services=frozenset()), Scope.ERROR, episode)

    [message] = site.deliver()
    assert (message.notification.severity, use(site, message)) == (Severity.HIGH, LinkState.READY)


def test_a_link_acknowledges_once_also_after_that_has_lapsed(site: Overdue) -> None:
    site.report()
    [message] = site.deliver()

    at_once = [use(site, message), use(site, message)]
    site.pass_time(minutes=31)
    assert [*at_once, use(site, message)] == [LinkState.READY, LinkState.ACKNOWLEDGED, LinkState.USED]
