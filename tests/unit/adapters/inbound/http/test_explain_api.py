"""Why it was so, over the API."""

from uuid import UUID

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.triage_episodes import TriageEpisodes
from domain.access import Scope
from domain.alerting import AlertingPolicy
from domain.escalation import Escalation, EscalationReason
from tests.support.builders import a_developer
from tests.support.site import API, STRANGER, Site
from tests.support.strategies import NOON

ERROR = {"error_type": "TypeError", "message": "no https://evil.com", "severity": "high"}


def test_an_explanation_is_data_and_sentences(site: Site) -> None:
    ada = a_developer()
    with site.store.writing() as work:
        work.developers.add(ada)
        work.commit()
    receipt = site.report("java", {**ERROR, "severity": "critical"}, environ_overrides=STRANGER).json["receipt"]
    TriageEpisodes(site.store, SystemIds(), AlertingPolicy(), MemoryWakeUps()).execute()

    answer = site.client.get(f"{API}/errors/{receipt}/explain/", headers=site.token(Scope.READ))

    assert answer.status_code == 200, answer.text
    assert set(answer.json) == {"error", "decisions", "repeats", "next"}
    assert (answer.json["error"]["id"], answer.json["error"]["status"]) == (receipt, "assigned")
    reasons = [decision["reason"] for decision in answer.json["decisions"]]
    assert reasons == ["not_trusted", "severity_capped", "computed", "new_pattern", "only_choice", "new_pattern"]
    assert "https[:]//evil[.]com" in answer.json["decisions"][2]["sentence"]
    assert {decision["actor"] for decision in answer.json["decisions"]} == {"system"}


def test_steps_up_are_in_it(site: Site) -> None:
    receipt = site.report("java", ERROR).json
    ada = a_developer()
    step = Escalation(
        episode_id=UUID(receipt["episode"]),
        level=1,
        from_id=None,
        to_id=ada.id,
        reason=EscalationReason.BY_HAND,
        at=NOON,
    )
    with site.store.writing() as work:
        work.developers.add(ada)
        work.escalations.add(step)
        work.commit()

    answer = site.client.get(f"{API}/errors/{receipt['id']}/explain/", headers=site.token(Scope.READ))

    [told] = [one for one in answer.json["decisions"] if one["about"] == "escalation"]
    assert told["sentence"] == "The episode was escalated to level 1, from nobody to Ada."


@pytest.mark.parametrize("name", [str(UUID(int=7)), "not-an-id"])
def test_an_error_that_is_not_there_is_a_404(site: Site, name: str) -> None:
    answer = site.client.get(f"{API}/errors/{name}/explain/", headers=site.token(Scope.READ))

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_only_readers_are_told(site: Site) -> None:
    path = f"{API}/errors/{UUID(int=7)}/explain/"

    assert site.client.get(path).status_code == 401
    assert site.client.get(path, headers=site.token(Scope.INGEST)).status_code == 403
