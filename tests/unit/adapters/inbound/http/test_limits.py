"""How much may be sent."""

from datetime import timedelta

import pytest

from application.ports.rate_limiter import RateLimits, Share
from domain.access import KeyKind
from tests.support.site import STRANGER, Site

ERROR = {"error_type": "TypeError", "message": "x"}


@pytest.fixture(scope="module")
def limits() -> RateLimits:
    """Ten errors a minute from a stranger."""
    return RateLimits(trusted=Share(100, 10**6), untrusted=Share(10, 10_000), everybody=Share(300, 10**7))


def test_a_stranger_who_sent_too_much_is_told_when_to_return(site: Site) -> None:
    site.report("java", [ERROR] * 10, environ_base=STRANGER)

    answer = site.report("java", ERROR, environ_base=STRANGER)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert answer.json["title"] == "Too much was sent"


def test_and_may_go_on_then(site: Site) -> None:
    site.report("java", [ERROR] * 10, environ_base=STRANGER)
    site.clock.move(timedelta(seconds=60))

    assert site.report("java", ERROR, environ_base=STRANGER).status_code == 201


def test_bytes_count_after_decompression(site: Site) -> None:
    long = {**ERROR, "stack_trace": "x" * 6_000}
    statuses = [site.report("java", long, environ_base=STRANGER).status_code for _ in range(2)]

    assert statuses == [201, 429]


@pytest.mark.parametrize("address", ["2001:db8:1:2::9", "2001:db8:1:2:ffff::1"])
def test_a_network_of_ipv6_is_one_sender(site: Site, address: str) -> None:
    site.report("java", [ERROR] * 10, environ_base={"REMOTE_ADDR": "2001:db8:1:2::1"})

    assert site.report("java", ERROR, environ_base={"REMOTE_ADDR": address}).status_code == 429


def test_naming_several_services_gains_nothing(site: Site) -> None:
    mixed = [{**ERROR, "service": f"s{n}"} for n in range(10)]
    site.report("java", mixed, environ_base=STRANGER)

    assert site.report("java", mixed[:2], environ_base=STRANGER).status_code == 429


def test_a_key_has_a_share_of_its_own(site: Site) -> None:
    key = site.key("java", KeyKind.PUBLIC)
    site.report("java", [ERROR] * 10, environ_base=STRANGER)

    assert site.report("java", ERROR, environ_base=STRANGER, headers=key).status_code == 201


def test_one_address_has_three_shares_for_all_services_that_it_names(site: Site) -> None:
    batches = [[{**ERROR, "service": f"s{n}"}] * 10 for n in range(4)]
    answers = [site.report("java", batch, environ_base=STRANGER).status_code for batch in batches]

    assert answers == [201, 201, 201, 429]


def test_a_visitor_with_a_public_key_cannot_mute_its_page(site: Site) -> None:
    key = site.key("java", KeyKind.PUBLIC)
    for _ in range(2):
        site.report("java", [ERROR] * 10, environ_base=STRANGER, headers=key)

    other = site.report("java", ERROR, environ_base={"REMOTE_ADDR": "203.0.113.8"}, headers=key)

    assert other.status_code == 201


def test_strangers_leave_those_with_a_public_key_their_part(site: Site) -> None:
    key = site.key("java", KeyKind.PUBLIC)
    for n in range(4):
        site.report("java", [ERROR] * 10, environ_base={"REMOTE_ADDR": f"203.0.113.{n}"})

    assert site.report("java", ERROR, environ_base=STRANGER, headers=key).status_code == 201


def test_strangers_leave_trusted_senders_their_reserve(site: Site) -> None:
    strangers = [site.report("java", [ERROR] * 10, environ_base={"REMOTE_ADDR": f"203.0.113.{n}"}) for n in range(4)]

    assert [answer.status_code for answer in strangers] == [201, 201, 201, 429]
    assert site.report("java", [ERROR] * 30).status_code == 201


def test_what_is_refused_uses_nothing_up(site: Site) -> None:
    site.report("java", [ERROR] * 11, environ_base=STRANGER)

    assert site.report("java", [ERROR] * 10, environ_base=STRANGER).status_code == 201
