"""No body makes a door stumble."""

import pytest

from domain.access import Scope
from tests.support.hostile import HOSTILE_REQUESTS
from tests.support.site import Site


@pytest.fixture(scope="module")
def token(shared_site: Site) -> dict[str, str]:
    """A sender who may use the strict door."""
    return shared_site.token(Scope.INGEST)


@pytest.mark.parametrize("name", HOSTILE_REQUESTS)
def test_a_webhook_answers_a_hostile_request_as_it_deserves(shared_site: Site, name: str) -> None:
    hostile = HOSTILE_REQUESTS[name]

    answer = shared_site.report("generic", data=hostile.body, headers=hostile.headers)

    assert answer.status_code in hostile.webhook_statuses, answer.text[:500]
    assert answer.json is not None


@pytest.mark.parametrize("name", HOSTILE_REQUESTS)
def test_the_strict_door_refuses_a_hostile_request_or_stores_it(
    shared_site: Site, token: dict[str, str], name: str
) -> None:
    hostile = HOSTILE_REQUESTS[name]

    answer = shared_site.report("errors", data=hostile.body, headers={**hostile.headers, **token})

    assert answer.status_code in {201, 400, 413, 415, 422}, answer.text[:500]
    assert answer.json is not None
