"""Alive, and able to store."""

import pytest

from tests.support.site import API, Site


@pytest.mark.parametrize("path", ["/healthz", "/healthz/", "/readyz", "/readyz/", f"{API}/webhook/health/"])
def test_a_healthy_process_says_so(shared_site: Site, path: str) -> None:
    answer = shared_site.client.get(path)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_a_process_lives_without_its_store_and_is_not_ready(site: Site) -> None:
    site.break_down()

    statuses = [site.client.get(path).status_code for path in ("/healthz", "/readyz", f"{API}/webhook/health/")]

    assert statuses == [200, 503, 503]
