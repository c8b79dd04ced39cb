"""Webhook endpoints: what goes there, what signs, what is shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import FieldsRefused
from domain.severity import Severity
from domain.webhook_endpoint import check_endpoint, endpoint_version, url_fault
from tests.support.builders import NOON
from tests.support.builders_webhooks import SECRET, an_endpoint

HOUR = timedelta(hours=1)


def test_takes_its_services_at_its_severity_or_worse():
    endpoint = an_endpoint(services=frozenset({"java"}), min_severity=Severity.HIGH)

    assert endpoint.matches("java", Severity.CRITICAL)
    assert endpoint.matches("java", Severity.HIGH)
    assert not endpoint.matches("java", Severity.MEDIUM)
    assert not endpoint.matches("laravel", Severity.CRITICAL)


def test_nothing_goes_to_one_that_is_off_or_gone():
    endpoint = an_endpoint()

    assert endpoint.matches("java", Severity.INFO)
    assert not replace(endpoint, active=False).matches("java", Severity.INFO)
    assert not replace(endpoint, removed_at=NOON).matches("java", Severity.INFO)


def test_both_secrets_sign_while_one_is_replaced():
    rotated = an_endpoint(secret="old").rotated("new", now=NOON, overlap=HOUR)

    assert rotated.secrets_at(NOON) == ("new", "old")
    assert rotated.secrets_at(NOON + HOUR) == ("new",)


def test_without_an_overlap_the_secret_is_forgotten_at_once():
    rotated = an_endpoint(secret="old").rotated("new", now=NOON, overlap=timedelta(0))

    assert rotated.secrets_at(NOON) == ("new",)
    assert rotated.previous_secret is None


@pytest.mark.parametrize("overlap", [-HOUR, timedelta(days=31)])
def test_an_overlap_has_bounds(overlap):
    with pytest.raises(FieldsRefused):
        an_endpoint().rotated("new", now=NOON, overlap=overlap)


def test_removed_its_secrets_and_its_place_are_forgotten():
    removed = an_endpoint(previous_secret=SECRET, previous_until=NOON).removed(NOON)

    assert (removed.url, removed.secret, removed.previous_secret) == ("", "", None)
    assert removed.name == "Chat"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://chat.example.org/hooks/s3cret?token=x", "https://chat.example.org/…"),
        ("https://chat.example.org:8443?token=x", "https://chat.example.org:8443/…"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]"),
    ],
)
def test_of_a_url_no_more_is_shown_than_where_it_is(url, shown):
    assert an_endpoint(url=url).shown_url == shown


def test_secrets_and_url_are_in_no_representation():
    shown = repr(an_endpoint(url="https://chat.example.org/hooks/s3cret", previous_secret="whsec_old"))

    assert SECRET not in shown
    assert "s3cret" not in shown
    assert "whsec_old" not in shown


@pytest.mark.parametrize(
    "url",
    [
        "",
        "chat.example.org/hook",
        "ftp://chat.example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "https://",
        "https:///hook",
        "https://user@chat.example.org/",
        "https://user:pw@chat.example.org/",
        "https://good.example@evil.example/",
        "https://chat.example.org:99999/",
        "https://chat.example.org:x/",
        "https://chat.example.org/a b",
        "https://chat.example.org/\r\nHost: x",
        "https://chat.example.org\\@evil.example/",
        "https://chat.example.org/#part",
        "https://chät.example.org/",
        "https://[::1/",
        "https://chat.example.org/" + "x" * 2_000,
    ],
)
def test_what_is_no_url_for_webhooks_is_refused(url):
    assert url_fault(url) is not None


@pytest.mark.parametrize("url", ["http://chat.example.org", "https://127.0.0.1:8443/x?y=z", "HTTPS://[::1]:1/"])
def test_http_and_https_with_any_host_and_port_are_urls(url):
    assert url_fault(url) is None


def test_every_field_at_fault_is_named():
    with pytest.raises(FieldsRefused) as refused:
        check_endpoint(an_endpoint(name=" ", url="x", services=frozenset(), template={"a": "{{x}}"}))

    assert set(refused.value.faults) == {"name", "url", "services", "template"}


def test_a_version_changes_with_all_that_people_say():
    endpoint = an_endpoint()
    changed = [
        replace(endpoint, name="Other"),
        replace(endpoint, url="https://other.example.org/"),
        replace(endpoint, template={"a": 1}),
        replace(endpoint, services=frozenset({"java"})),
        replace(endpoint, min_severity=Severity.CRITICAL),
        replace(endpoint, active=False),
        replace(endpoint, secret="whsec_other"),
    ]

    assert len({endpoint_version(each) for each in [endpoint, *changed]}) == 8
