"""Whom a message names as the next, and whom the climb then tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from adapters.outbound.system.ids import SystemIds
from application.next_up import AUTOMATIC, FALLBACK, NOBODY, ON_CALL
from application.notice import compose
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.escalation_chain import ChainStep
from domain.on_call.duty import TimeOff
from domain.preferences import Preferences
from domain.severity import Severity
from tests.support.overdue import DASHBOARD, POLICY, START, Overdue, an_overdue_site

WITHOUT_FALLBACK = replace(POLICY, fallback_recipients=())
WITHOUT_EMAIL = replace(POLICY, channels=frozenset({Channel.SLACK}))
BEFORE_AND_AFTER = (timedelta(hours=1), timedelta(hours=9))
ONLY_NOW = (timedelta(hours=-1), timedelta(hours=1))
ON_CALL_SOON: dict[str, Any] = {
    "services": frozenset({"*"}),
    "on_call": True,
    "on_call_from": START + timedelta(hours=1),
    "last_assigned_at": START,
}

Lay = Callable[[Overdue], object]


def chain_of_ben_and_lea(**ben: Any) -> Lay:
    """Ben as he is said to be, and over him Lea."""

    def lay(site: Overdue) -> None:
        steps = [site.hire("Ben", services=frozenset(), **ben), site.hire("Lea", services=frozenset())]
        site.set_chain(*(ChainStep(developers=(one.id,)) for one in steps), service="*")

    return lay


def ben_is_away(begin: timedelta, end: timedelta) -> Lay:
    def lay(site: Overdue) -> None:
        chain_of_ben_and_lea()(site)
        with site.store.writing() as work:
            [ben] = [one for one in work.developers.all() if one.name == "Ben"]
            span = {"begin": START + begin, "end": START + end, "reason": None, "created_at": START}
            work.on_call.add_time_off(TimeOff(id=SystemIds().new(START), developer_id=ben.id, **span))
            work.commit()

    return lay


def chain_of_whoever_is_on_call(**ben: Any) -> Lay:
    def lay(site: Overdue) -> None:
        site.hire("Ben", **{"services": frozenset(), **ben})
        site.set_chain(ChainStep(on_call=True), service="*")

    return lay


def chain_of_somebody_and_whoever_is_on_call(site: Overdue) -> None:
    ben = site.hire("Ben", services=frozenset())
    site.hire("Lea", **ON_CALL_SOON)
    site.set_chain(ChainStep(developers=(ben.id,), on_call=True), service="*")


def chain_of_five(site: Overdue) -> None:
    names = ("Ben", "Cleo", "Dan", "Eve", "Lea")
    ids = tuple(site.hire(name, services=frozenset()).id for name in names)
    site.set_chain(ChainStep(developers=ids), service="*")


NO_HIGH = Preferences(channels={Severity.HIGH: ()})
CASES: dict[str, tuple[Lay, AlertingPolicy, str, list[str]]] = {
    "who is there": (chain_of_ben_and_lea(), POLICY, "Ben", ["Ben"]),
    "who was removed": (chain_of_ben_and_lea(removed_at=START), POLICY, "Lea", ["Lea"]),
    "who is not active": (chain_of_ben_and_lea(active=False), POLICY, "Lea", ["Lea"]),
    "who has a phone only": (chain_of_ben_and_lea(email=None, phone="+491701234567"), POLICY, "Lea", ["Lea"]),
    "who wants none": (chain_of_ben_and_lea(preferences=NO_HIGH), POLICY, "Lea", ["Lea"]),
    "who is away then": (ben_is_away(*BEFORE_AND_AFTER), POLICY, "Lea", ["Lea"]),
    "who is away only now": (ben_is_away(*ONLY_NOW), POLICY, "Ben", ["Ben"]),
    "five": (chain_of_five, POLICY, "Ben, Cleo, Dan and 2 more", ["Ben", "Cleo", "Dan", "Eve", "Lea"]),
    "on call": (chain_of_whoever_is_on_call(**ON_CALL_SOON), POLICY, ON_CALL, ["Ben"]),
    "on call beside": (chain_of_somebody_and_whoever_is_on_call, POLICY, f"Ben and {ON_CALL}", ["Ben", "Lea"]),
    "nobody on call": (chain_of_whoever_is_on_call(), POLICY, FALLBACK, [FALLBACK]),
    "automatic": (lambda site: site.hire("Ben", last_assigned_at=START), POLICY, AUTOMATIC, ["Ben"]),
    "automatic alone": (lambda _: None, POLICY, FALLBACK, [FALLBACK]),
    "automatic, no phones": (
        lambda site: site.hire("Ben", email=None, phone="+491701234567", last_assigned_at=START),
        POLICY,
        FALLBACK,
        [FALLBACK],
    ),
    "none left": (lambda _: None, WITHOUT_FALLBACK, NOBODY, []),
    "none left by email": (lambda _: None, WITHOUT_EMAIL, NOBODY, []),
}


def told_by_the_next_climb(site: Overdue, episode: UUID) -> list[str]:
    site.pass_time(hours=4)
    site.sweep()
    with site.store.reading() as work:
        names = {one.id: one.name for one in work.developers.all()}
    sent = [each.notification for each in site.deliver() if each.notification.episode_id == episode]
    return sorted(FALLBACK if one.developer_id is None else names[one.developer_id] for one in sent)


@pytest.mark.parametrize(("lay", "policy", "said", "told"), CASES.values(), ids=CASES)
def test_the_message_names_whom_the_next_climb_tells(
    lay: Lay, policy: AlertingPolicy, said: str, told: list[str]
) -> None:
    with an_overdue_site(policy=policy) as site:
        site.hire("Ada", slack_id="U01", preferences=Preferences(channels={Severity.HIGH: tuple(Channel)[:3]}))
        lay(site)
        episode = site.report(Severity.HIGH)

        message = site.deliver()[0]

        assert compose(message, DASHBOARD).next_step.endswith(f" Next is {said}.")
        assert told_by_the_next_climb(site, episode) == told
