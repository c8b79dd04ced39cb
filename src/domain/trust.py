"""How far a sender is believed: who may page people, and whose posts are taken at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import urlsplit

from domain.access import ApiToken, IngestKey, KeyKind, KeyMode, Scope

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
_LONGEST_CHAIN = 20
"""More hops than any real request passes; what is beyond was made up by its sender."""

_LONGEST_NAME = 100
"""Of a service, in a sender's name: names are remembered for a minute, and strangers choose them."""


class TrustReason(StrEnum):
    """Why a sender may page people, or may not."""

    TOKEN = "token"  # noqa: S105
    SECRET_KEY = "secret_key"  # noqa: S105
    TRUSTED_NETWORK = "trusted_network"
    PUBLIC_KEY = "public_key"
    """Known, but every visitor of a page can read such a key: it pages nobody."""
    UNKNOWN = "unknown"

    @property
    def may_page(self) -> bool:
        """Whether errors of this sender keep their severity, may choose their grouping and may wake people."""
        return self in (TrustReason.TOKEN, TrustReason.SECRET_KEY, TrustReason.TRUSTED_NETWORK)


class Refusal(StrEnum):
    """Why a request, or one service's errors in it, is not taken."""

    TOKEN_UNKNOWN = "token_unknown"  # noqa: S105
    """Never given out, expired or revoked."""
    SCOPE_TOO_SMALL = "scope_too_small"
    KEY_UNKNOWN = "key_unknown"
    """Never given out, or revoked."""
    KEY_OF_ANOTHER_SERVICE = "key_of_another_service"
    KEY_WANTED = "key_wanted"
    """The service takes only posts that carry its key."""
    CREDENTIALS_WANTED = "credentials_wanted"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from. `address` is None where nobody can say; `trusted` tells whether the address alone
    makes its sender trusted.
    """

    address: Address | None
    trusted: bool

    @property
    def sender(self) -> str:
        """The part of a sender's name that the address gives: an IPv6 customer has a /64, so that is one sender."""
        if isinstance(self.address, IPv6Address):
            return str(ip_network((self.address, 64), strict=False))
        return "unknown" if self.address is None else str(self.address)


def networks_trusted_by_default(public_url: str) -> tuple[Network, ...]:
    """Whose address makes trusted where an installation does not say: loopback, and only while `public_url` leads
    there too. Whoever is reached under another name has something in front that others come in by, and some
    proxies and tunnels (HAProxy, `ssh -R`) leave no sign of it: all their clients look like this host.
    """
    try:
        host = urlsplit(public_url).hostname or ""
    except ValueError:
        return ()
    address = _address(f"[{host}]" if ":" in host else host)
    at_home = host == "localhost" if address is None else _within(address, _LOOPBACK)
    return _LOOPBACK if at_home else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPolicy:
    """Whose address makes trusted, and which proxies are believed about whom they speak for."""

    trusted_networks: tuple[Network, ...] = _LOOPBACK
    trusted_proxies: tuple[Network, ...] = ()

    def origin(self, peer: str, *, forwarded_for: Sequence[str], forwarded: bool) -> Origin:
        """Where a request comes from.

        A request that somebody passed on is never trusted by the address of whoever passed it on, so that nginx on
        the same host opens nothing. A proxy that is believed names its client: the rightmost entry of
        `forwarded_for` that is not a believed proxy itself, since what stands left of it the client may have made up.

        Args:
            peer: the address at the other end of the connection.
            forwarded_for: the entries of X-Forwarded-For, in their order.
            forwarded: whether the request carries any sign of having been passed on.
        """
        at_peer = _address(peer)
        if at_peer is None:
            return Origin(None, trusted=False)
        if not _within(at_peer, self.trusted_proxies):
            return Origin(at_peer, trusted=not forwarded and _within(at_peer, self.trusted_networks))
        return self._behind_proxies(at_peer, forwarded_for)

    def _behind_proxies(self, nearest: Address, forwarded_for: Sequence[str]) -> Origin:
        for entry in list(forwarded_for)[: -_LONGEST_CHAIN - 1 : -1]:
            address = _address(entry)
            if address is None:
                break
            nearest = address
            if not _within(address, self.trusted_proxies):
                return Origin(address, trusted=_within(address, self.trusted_networks))
        return Origin(nearest, trusted=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, as far as it is known: valid credentials and the origin. A page in a browser (`browser`) is never
    trusted by its address: other sites' pages run at the same address.
    """

    token: ApiToken | None
    key: IngestKey | None
    origin: Origin
    browser: bool

    @property
    def reason(self) -> TrustReason:
        """Why this sender is trusted, or is not: the strongest that applies."""
        if self.token is not None:
            return TrustReason.TOKEN
        if self.key is not None and self.key.kind is KeyKind.SECRET:
            return TrustReason.SECRET_KEY
        if self.origin.trusted and not self.browser:
            return TrustReason.TRUSTED_NETWORK
        return TrustReason.UNKNOWN if self.key is None else TrustReason.PUBLIC_KEY

    def name(self, services: Sequence[str]) -> str:
        """Whose share the request uses up: its key's, else its token's, else its service's at its address. Several
        services without a key share one, so that nobody gets more by naming more. A public key is read by every
        visitor of a page: each has a share, so that one of them cannot mute the page.
        """
        if self.key is not None:
            visitor = f"@{self.origin.sender}" if self.reason is TrustReason.PUBLIC_KEY else ""
            return f"key:{self.key.id}{visitor}"
        if self.token is not None:
            return f"token:{self.token.id}"
        service = services[0][:_LONGEST_NAME] if len(services) == 1 else "*"
        return f"at:{self.origin.sender}:{service}"

    @property
    def group(self) -> str:
        """Under whose name those are counted together that one sender could make up: the visitors with one public
        key, the services at one address.
        """
        return f"at:{self.origin.sender}" if self.key is None else f"key:{self.key.id}"


def refuses_scope(token: ApiToken, needed: Scope) -> Refusal | None:
    """Why a valid token may not do what needs `needed`; None where it may."""
    return None if token.scope.allows(needed) else Refusal.SCOPE_TOO_SMALL


def refuses_service(sender: Sender, service: str, mode: KeyMode) -> Refusal | None:
    """Why errors of this service are not taken from this sender; None where they are. A token stands in for the
    key that a service enforces, never for a key that belongs to another service.
    """
    if sender.key is not None:
        return None if sender.key.service == service else Refusal.KEY_OF_ANOTHER_SERVICE
    if mode is KeyMode.ENFORCE and sender.token is None:
        return Refusal.KEY_WANTED
    return None


def counts_as_keyless(sender: Sender, mode: KeyMode) -> bool:
    """Whether a post is one that will be refused once the service's key is enforced."""
    return mode is KeyMode.OBSERVE and sender.key is None and sender.token is None


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _address(text: str) -> Address | None:
    """An address as proxies write it: bare, with a port, in brackets, with a zone; None for anything else."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
