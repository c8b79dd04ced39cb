"""Which addresses may be posted to."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

from domain.trust import Address, Network

_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is given out to be reached from everywhere (RFC 4291; IANA's registry of the address space)."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""An IPv4 address as networks without IPv4 see it (RFC 6052): judged by that address."""
_CLOSED: Sequence[Network] = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # Protocol assignments, among them addresses that Python's list holds for global.
            "192.88.99.0/24",  # Relays of 6to4, withdrawn (RFC 7526).
            "2001::/23",  # Protocol assignments: Teredo hides an IPv4 address, ORCHID is no place.
            "2002::/16",  # 6to4 hides an IPv4 address, and is withdrawn.
            "3fff::/20",  # Documentation (RFC 9637), younger than Python's list.
            "5f00::/16",  # Segment routing, inside one network (RFC 9602).
        ),
    )
)


class AllowedAddresses:
    """What is reachable from everywhere, and the networks that an installation allows beside it."""

    def __init__(self, networks: Sequence[Network] = ()) -> None:
        self._networks = tuple(networks)

    def permits(self, address: Address) -> bool:
        """Whether it may be connected to, however it is written."""
        plain = _plain(address)
        return is_global(plain) or any(plain in network for network in self._networks)


def is_global(address: Address) -> bool:
    """Whether it is one host's, reachable from everywhere: nothing of this host or its networks (loopback, private,
    link-local, carrier-grade NAT …), no group, no documentation, and no form of IPv6 that hides such an address.
    """
    plain = _plain(address)
    if not plain.is_global or plain.is_multicast or plain.is_reserved:
        return False
    if any(plain in network for network in _CLOSED):
        return False
    return isinstance(plain, IPv4Address) or plain in _UNICAST


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where the host or its network would send to that one; without
    the name of an interface.
    """
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return IPv6Address(int(address))
