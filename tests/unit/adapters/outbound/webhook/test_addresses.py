"""Which addresses webhooks reach: what everybody reaches, in whatever form an address comes."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.bounded_http import NoReply, look_up
from adapters.outbound.webhook.addresses import AllowedAddresses, is_global
from adapters.outbound.webhook.guarded_http import GuardedHttp

CLOSED_V4 = [
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
"""IANA's registry of special IPv4 addresses that are not reachable from everywhere, and groups."""
CLOSED_V6 = [
    ip_network(text)
    for text in (
        "::/128", "::1/128", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:10::/28", "2001:20::/28",
        "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
"""The same of IPv6, with withdrawn forms, and those that hide an IPv4 address."""


def _within(networks):
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network))


closed_v4, closed_v6 = _within(CLOSED_V4), _within(CLOSED_V6)


def _as_ipv6(address: IPv4Address) -> list[IPv6Address]:
    """The forms of IPv6 that send to an IPv4 address, or once did."""
    number = int(address)
    forms = (0xFFFF << 32, 0, int(IPv6Address("64:ff9b::")), int(IPv6Address("64:ff9b:1::")))
    teredo = int(IPv6Address("2001::")) | (number ^ 0xFFFFFFFF)
    return [
        *(IPv6Address(form | number) for form in forms),
        IPv6Address(0x2002 << 112 | number << 80),
        IPv6Address(teredo),
    ]


def _spellings(address: IPv4Address | IPv6Address) -> list[str]:
    """The ways to write an address that this system's resolver, or a URL, understands."""
    if isinstance(address, IPv6Address):
        return [f"[{address}]", f"[{address.exploded}]", f"[{str(address).upper()}]"]
    first, second, third, last = address.packed
    number = int(address)
    return [
        str(address),
        str(number),
        hex(number),
        f"0{number:o}",
        f"{first}.{number & 0xFFFFFF}",
        f"{first}.{second}.{third << 8 | last}",
        f"{first:#x}.{second:#x}.{third:#x}.{last:#x}",
        f"0{first:o}.0{second:o}.0{third:o}.0{last:o}",
    ]


@given(address=closed_v4)
@example(address=ip_address("169.254.169.254"))
@example(address=ip_address("0.0.0.0"))
def test_no_closed_address_is_permitted_in_any_form(address):
    nobody = AllowedAddresses()

    assert [each for each in (address, *_as_ipv6(address)) if nobody.permits(each)] == []


@given(address=closed_v6)
@example(address=ip_address("fd00:ec2::254"))
@example(address=ip_address("fe80::1%eth0"))
def test_no_closed_address_of_ipv6_is_permitted(address):
    assert not is_global(address)


@given(address=st.ip_addresses(v=6))
@example(address=ip_address("4000::1"))
@example(address=ip_address("::8.8.8.8"))
def test_of_ipv6_only_what_is_given_out_is_permitted(address):
    given_out = any(address in ip_network(text) for text in ("2000::/3", "64:ff9b::/96", "::ffff:0:0/96"))

    assert given_out or not is_global(address)


@given(
    address=closed_v4 | closed_v6 | closed_v4.flatmap(lambda address: st.sampled_from(_as_ipv6(address))),
    data=st.data(),
)
def test_no_spelling_of_a_closed_address_is_connected_to(address, data):
    spelling = data.draw(st.sampled_from(_spellings(address)))

    # By this system's own resolver: what it makes of a spelling is what is looked at.
    with pytest.raises(NoReply, match=r"nor in WEBHOOK_ALLOWED_NETWORKS|cannot be looked up"):
        GuardedHttp(lookup=look_up).post(f"http://{spelling}:9/", b"{}", {})


@pytest.mark.parametrize("text", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])
def test_what_everybody_reaches_is_permitted(text):
    assert AllowedAddresses().permits(ip_address(text))


@given(address=closed_v4)
def test_an_allowed_network_is_permitted_and_no_other(address):
    allowed = AllowedAddresses([ip_network("10.0.0.0/8")])

    assert allowed.permits(address) == (address in ip_network("10.0.0.0/8"))
    assert allowed.permits(IPv6Address(0xFFFF << 32 | int(address))) == (address in ip_network("10.0.0.0/8"))


def test_a_network_of_ipv6_can_be_allowed():
    allowed = AllowedAddresses([ip_network("fd00::/8")])

    assert allowed.permits(ip_address("fd00::1"))
    assert not allowed.permits(ip_address("fe80::1"))
