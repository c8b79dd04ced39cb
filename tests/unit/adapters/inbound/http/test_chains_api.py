"""Escalation chains over the API."""

from uuid import UUID, uuid4

import pytest

from domain.access import Scope
from tests.support.builders import a_developer
from tests.support.site import API, Site

PATH = f"{API}/escalation-chains/"


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    return site.token(Scope.STAFF)


def hired(site: Site, name: str) -> UUID:
    developer = a_developer(name)
    with site.store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return developer.id


def test_a_services_chain_is_set_listed_and_removed(site: Site, staff: dict[str, str]) -> None:
    lead = hired(site, "Lead")
    wanted = {"steps": [{"on_call": True}, {"developers": [str(lead)]}]}

    answer = site.client.put(f"{PATH}services/java/", json=wanted, headers=staff)

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["steps"] == [
        {"developers": [], "on_call": True},
        {"developers": [{"id": str(lead), "name": "Lead"}], "on_call": False},
    ]
    listed = site.client.get(PATH, headers=staff).json
    assert listed == {"count": 1, "results": [answer.json]}
    assert site.client.delete(f"{PATH}services/java/", headers=staff).status_code == 204
    assert site.client.delete(f"{PATH}services/java/", headers=staff).status_code == 404
    actions = [
        entry["action"] for entry in site.client.get(f"{API}/audit/", headers=site.token(Scope.ADMIN)).json["results"]
    ]  # type: ignore[index]
    assert {"chain.set", "chain.removed"} <= set(actions)


def test_a_developers_chain_replaces_the_one_before(site: Site, staff: dict[str, str]) -> None:
    ada, lead = hired(site, "Ada"), hired(site, "Lead")
    path = f"{PATH}developers/{ada}/"
    site.client.put(path, json={"steps": [{"on_call": True}]}, headers=staff)

    site.client.put(path, json={"steps": [{"developers": [str(lead)]}]}, headers=staff)

    listed = site.client.get(PATH, headers=staff).json
    assert listed is not None
    assert [(each["developer"], len(each["steps"])) for each in listed["results"]] == [(str(ada), 1)]
    assert site.client.delete(path, headers=staff).status_code == 204


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"steps": []},
        {"steps": [{}]},
        {"steps": [{"developers": [str(uuid4())]}]},
        {"steps": [{"on_call": 1}]},
        {"steps": [{"on_call": True, "people": []}]},
        {"steps": [{"on_call": True}] * 11},
    ],
)
def test_what_is_no_chain_is_refused(site: Site, staff: dict[str, str], wanted: dict[str, object]) -> None:
    assert site.client.put(f"{PATH}services/*/", json=wanted, headers=staff).status_code == 422


def test_readers_look_and_change_nothing(site: Site) -> None:
    reader = site.token(Scope.READ)

    assert site.client.get(PATH, headers=reader).status_code == 200
    assert site.client.put(f"{PATH}services/*/", json={"steps": []}, headers=reader).status_code == 403
    assert site.client.put(f"{PATH}developers/{uuid4()}/", json={"steps": []}).status_code == 401


def test_nobody_has_a_chain_who_is_not_there(site: Site, staff: dict[str, str]) -> None:
    answer = site.client.put(f"{PATH}developers/{uuid4()}/", json={"steps": [{"on_call": True}]}, headers=staff)

    assert answer.status_code == 404
