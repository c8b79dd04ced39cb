"""Parameters in the URL."""

from uuid import UUID

import pytest

from domain.access import Scope
from tests.support.site import API, Site

LISTS = {
    "errors/": "service",
    "errors/recent/": "service",
    "errors/critical/": "error_type",
    "errors/stats/": "severity",
    "patterns/": "status",
    "notifications/": "state",
}
SINGLE = {
    **dict.fromkeys(LISTS, "limit"),
    "errors/stats/": "days",
    "errors/by-service/": "days",
    "developers/": "limit",
    "audit/": "limit",
    "intake/": "days",
    f"patterns/{UUID(int=1)}/episodes/": "limit",
}


@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_a_list_that_is_given_twice_is_refused_with_how_to_give_it(shared_site: Site, path: str, name: str) -> None:
    token = shared_site.token(Scope.ADMIN)

    answer = shared_site.client.get(f"{API}/{path}?{name}=high&{name}=low", headers=token)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"] == [
        {"field": name, "problem": "is given more than once", "expected": "several values by comma"}
    ]


@pytest.mark.parametrize(("path", "name"), SINGLE.items())
def test_so_is_what_has_one_value(shared_site: Site, path: str, name: str) -> None:
    token = shared_site.token(Scope.ADMIN)

    answer = shared_site.client.get(f"{API}/{path}?{name}=1&{name}=1", headers=token)

    assert answer.status_code == 422
    assert [(fault["field"], fault["expected"]) for fault in answer.json["errors"]] == [(name, "one value")]


def test_a_parameter_of_a_change_is_one_too(shared_site: Site) -> None:
    path, token = f"{API}/errors/{UUID(int=1)}/?erase=false&erase=true", shared_site.token(Scope.ADMIN)

    assert shared_site.client.delete(path, headers=token).status_code == 422


def test_who_may_not_ask_is_not_told_about_parameters(shared_site: Site) -> None:
    assert shared_site.client.get(f"{API}/errors/?service=a&service=b").status_code == 401
