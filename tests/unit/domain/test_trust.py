"""Who is believed."""

from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import ApiToken, IngestKey, KeyKind, KeyMode, Scope
from domain.trust import (
    AddressPolicy,
    Origin,
    Refusal,
    Sender,
    TrustReason,
    counts_as_keyless,
    networks_trusted_by_default,
    refuses_scope,
    refuses_service,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ID = UUID(int=1)
SOMEWHERE, HOME = Origin(ip_address("203.0.113.7"), trusted=False), Origin(ip_address("127.0.0.1"), trusted=True)
TOKEN = ApiToken(id=ID, name="t", scope=Scope.INGEST, digest=b"", created_at=NOON)
SECRET = IngestKey(id=ID, service="java", kind=KeyKind.SECRET, digest=b"", created_at=NOON)
PUBLIC = IngestKey(id=ID, service="java", kind=KeyKind.PUBLIC, digest=b"", created_at=NOON)
POLICY = AddressPolicy(
    trusted_networks=(ip_network("127.0.0.0/8"), ip_network("10.1.0.0/16")),
    trusted_proxies=(ip_network("10.0.0.0/24"), ip_network("fd00::/8")),
)


def sender(
    *, token: ApiToken | None = None, key: IngestKey | None = None, origin: Origin = SOMEWHERE, browser: bool = False
) -> Sender:
    """A sender who shows only what the test is about."""
    return Sender(token=token, key=key, origin=origin, browser=browser)


@pytest.mark.parametrize(
    ("who", "reason", "may_page"),
    [
        (sender(), TrustReason.UNKNOWN, False),
        (sender(key=PUBLIC), TrustReason.PUBLIC_KEY, False),
        (sender(key=SECRET), TrustReason.SECRET_KEY, True),
        (sender(token=TOKEN, key=PUBLIC), TrustReason.TOKEN, True),
        (sender(origin=HOME), TrustReason.TRUSTED_NETWORK, True),
        (sender(origin=HOME, key=PUBLIC), TrustReason.TRUSTED_NETWORK, True),
        (sender(origin=HOME, browser=True), TrustReason.UNKNOWN, False),
        (sender(origin=HOME, browser=True, key=PUBLIC), TrustReason.PUBLIC_KEY, False),
    ],
)
def test_trust_has_a_reason(who: Sender, reason: TrustReason, may_page: bool) -> None:
    assert (who.reason, who.reason.may_page) == (reason, may_page)


@pytest.mark.parametrize(
    ("peer", "chain", "forwarded", "address", "trusted"),
    [
        ("127.0.0.1", "", False, "127.0.0.1", True),
        ("::ffff:127.0.0.1", "", False, "127.0.0.1", True),
        ("127.0.0.1", "10.1.0.1", True, "127.0.0.1", False),
        ("203.0.113.7", "127.0.0.1", True, "203.0.113.7", False),
        ("10.0.0.2", "127.0.0.1", True, "127.0.0.1", True),
        ("10.0.0.2", "127.0.0.1, 203.0.113.7", True, "203.0.113.7", False),
        ("10.0.0.2", "203.0.113.7, 10.1.2.3, 10.0.0.9, fd00::1", True, "10.1.2.3", True),
        ("10.0.0.2", "203.0.113.7:4711", True, "203.0.113.7", False),
        ("10.0.0.2", "[2001:db8::1]:4711", True, "2001:db8::1", False),
        ("10.0.0.2", "fe80::1%eth0", True, "fe80::1", False),
        ("10.0.0.2", "127.0.0.1, unknown", True, "10.0.0.2", False),
        ("10.0.0.2", "", False, "10.0.0.2", False),
        ("10.0.0.2", "10.0.0.3", True, "10.0.0.3", False),
        ("", "", False, None, False),
        ("unix:", "127.0.0.1", True, None, False),
    ],
)
def test_an_address_is_believed_only_where_it_cannot_be_made_up(
    peer: str, chain: str, forwarded: bool, address: str | None, trusted: bool
) -> None:
    origin = POLICY.origin(peer, forwarded_for=chain.split(",") if chain else [], forwarded=forwarded)

    assert origin == Origin(None if address is None else ip_address(address), trusted=trusted)


@pytest.mark.parametrize(
    ("public_url", "trusted"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("https://[::1]:8443/errors", True),
        ("https://errors.example.org", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example.org", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_this_host_is_trusted_unasked_only_where_nobody_else_is_led_to_it(public_url: str, trusted: bool) -> None:
    policy = AddressPolicy(trusted_networks=networks_trusted_by_default(public_url))

    assert policy.origin("127.0.0.1", forwarded_for=[], forwarded=False).trusted is trusted


@given(st.text(), st.lists(st.text()), st.booleans())
def test_no_text_makes_trusted_what_comes_from_elsewhere(peer: str, chain: list[str], forwarded: bool) -> None:
    assert not POLICY.origin("203.0.113.7", forwarded_for=chain, forwarded=forwarded).trusted
    assert not POLICY.origin(f"x{peer}", forwarded_for=chain, forwarded=forwarded).trusted


@pytest.mark.parametrize(
    ("who", "mode", "refusal"),
    [
        (sender(), KeyMode.OFF, None),
        (sender(), KeyMode.OBSERVE, None),
        (sender(), KeyMode.ENFORCE, Refusal.KEY_WANTED),
        (sender(origin=HOME), KeyMode.ENFORCE, Refusal.KEY_WANTED),
        (sender(token=TOKEN), KeyMode.ENFORCE, None),
        (sender(key=PUBLIC), KeyMode.ENFORCE, None),
    ],
)
def test_a_services_mode_decides(who: Sender, mode: KeyMode, refusal: Refusal | None) -> None:
    assert refuses_service(who, "java", mode) is refusal


@pytest.mark.parametrize("token", [None, TOKEN])
def test_a_key_is_good_for_its_own_service_only(token: ApiToken | None) -> None:
    who = sender(key=SECRET, token=token)

    assert refuses_service(who, "laravel", KeyMode.OFF) is Refusal.KEY_OF_ANOTHER_SERVICE


def test_a_scope_that_does_not_allow_it_is_refused() -> None:
    assert refuses_scope(TOKEN, Scope.INGEST) is None
    assert refuses_scope(TOKEN, Scope.READ) is Refusal.SCOPE_TOO_SMALL


@pytest.mark.parametrize(
    ("who", "counts"), [(sender(), True), (sender(key=PUBLIC), False), (sender(token=TOKEN), False)]
)
def test_only_posts_that_will_be_refused_count_as_keyless(who: Sender, counts: bool) -> None:
    assert counts_as_keyless(who, KeyMode.OBSERVE) is counts
    assert not counts_as_keyless(who, KeyMode.OFF)


def test_a_senders_name_is_its_keys_or_tokens_or_place() -> None:
    network = Origin(ip_address("2001:db8:1:2:3::4"), trusted=False)

    assert sender(key=SECRET, token=TOKEN).name(["java"]) == f"key:{ID}"
    assert sender(token=TOKEN).name(["java"]) == f"token:{ID}"
    assert sender().name(["java"]) == "at:203.0.113.7:java"
    assert sender().name(["a", "b"]) == "at:203.0.113.7:*"
    assert sender(origin=network).name(["x" * 10_000]) == f"at:2001:db8:1:2::/64:{'x' * 100}"


def test_visitors_with_one_public_key_have_names_of_their_own_and_one_group() -> None:
    elsewhere = Origin(ip_address("203.0.113.8"), trusted=False)
    visitors = [sender(key=PUBLIC), sender(key=PUBLIC, origin=elsewhere)]

    assert [who.name(["java"]) for who in visitors] == [f"key:{ID}@203.0.113.7", f"key:{ID}@203.0.113.8"]
    assert {who.group for who in visitors} == {f"key:{ID}"}


def test_services_at_one_address_are_one_group() -> None:
    assert sender().group == "at:203.0.113.7"
