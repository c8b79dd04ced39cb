"""An installation for each test."""

from collections.abc import Iterator

import pytest

from application.ports.rate_limiter import RateLimits
from tests.support.site import Site, opened_site
from tests.support.strategies import NOON


@pytest.fixture(scope="module")
def limits() -> RateLimits:
    """What may be sent; a module that tests limits has its own."""
    return RateLimits()


@pytest.fixture
def site(limits: RateLimits) -> Iterator[Site]:
    """An empty installation."""
    with opened_site(NOON, limits) as site:
        yield site


@pytest.fixture(scope="module")
def shared_site(limits: RateLimits) -> Iterator[Site]:
    """An installation for all tests of a module, which look at nothing but the answers."""
    with opened_site(NOON, limits) as site:
        yield site
