"""What is answered while there is too much to do."""

from collections.abc import Iterator

import pytest

from adapters.inbound.http.permissions import PERMISSIONS
from adapters.inbound.http.shedding import COSTLY
from domain.access import Scope
from tests.support.site import API, Site

STATISTICS = f"{API}/errors/stats/"


@pytest.fixture
def reader(site: Site) -> dict[str, str]:
    """Somebody who may read."""
    return site.token(Scope.READ)


@pytest.fixture
def crowded(site: Site, reader: dict[str, str]) -> Iterator[Site]:
    """As many costly reads run as may run; statistics were asked for before."""
    site.report("java", {"message": "cart empty"})
    assert site.client.get(STATISTICS, headers=reader).status_code == 200
    with site.use_cases.costly_reads.admitted("another"):
        yield site


def patterns_page(site: Site) -> str:
    """The address of some pattern."""
    [error] = site.stored()
    return f"{API}/patterns/{error.pattern_id}/"


@pytest.mark.parametrize(
    "path",
    ["errors/?q=cart", "errors/recent/?q=cart", "patterns/?q=cart", "errors/stats/?days=3", "developers/workload/"],
)
def test_searches_and_statistics_are_turned_away(crowded: Site, reader: dict[str, str], path: str) -> None:
    answer = crowded.client.get(f"{API}/{path}", headers=reader)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.get_json()["type"].endswith(":shed")
    assert "searches and trends run" in answer.get_json()["detail"]


def test_trends_are_turned_away(crowded: Site, reader: dict[str, str]) -> None:
    assert crowded.client.get(patterns_page(crowded), headers=reader).status_code == 503


@pytest.mark.parametrize("path", ["errors/", "errors/critical/", "patterns/", "errors/stats/", "on-call/", "silences/"])
def test_lists_and_what_is_remembered_go_on(crowded: Site, reader: dict[str, str], path: str) -> None:
    assert crowded.client.get(f"{API}/{path}", headers=reader).status_code == 200


def test_errors_acknowledgements_and_health_go_on(crowded: Site) -> None:
    staff = crowded.token(Scope.STAFF)
    [error] = crowded.stored()

    answers = [
        crowded.report("java", {"message": "another"}),
        crowded.client.post(f"{API}/errors/{error.id}/acknowledge/", headers=staff, json={}),
        crowded.client.get(f"{API}/errors/{error.id}/", headers=staff),
        crowded.client.get("/readyz"),
        crowded.client.get("/a/0123456789012345678901"),
    ]

    assert [answer.status_code for answer in answers] == [201, 200, 200, 200, 404]


def test_what_was_turned_away_is_counted(crowded: Site, reader: dict[str, str]) -> None:
    crowded.client.get(f"{API}/errors/?q=cart", headers=reader)

    figures = crowded.client.get("/metrics").text
    assert 'error_logging_reads_shed_total{view="errors.list_errors"} 1.0' in figures


def test_every_costly_view_is_there(site: Site) -> None:
    assert COSTLY.keys() <= PERMISSIONS.keys()
    assert site.client.application.view_functions.keys() >= COSTLY.keys()
