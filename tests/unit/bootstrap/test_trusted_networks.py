"""Whose address makes trusted where nobody says so."""

import pytest

from bootstrap.settings import read_settings
from domain.trust import AddressPolicy


@pytest.mark.parametrize(
    ("environment", "trusted"),
    [
        ({}, True),
        ({"DASHBOARD_URL": "http://localhost:8000"}, True),
        ({"DASHBOARD_URL": "https://errors.example.org"}, False),
        ({"DASHBOARD_URL": "https://errors.example.org", "TRUSTED_NETWORKS": "127.0.0.0/8"}, True),
    ],
)
def test_a_proxy_that_says_nothing_opens_nothing(environment: dict[str, str], trusted: bool) -> None:
    addresses: AddressPolicy = read_settings(environment).web.addresses

    assert addresses.origin("127.0.0.1", forwarded_for=[], forwarded=False).trusted is trusted
