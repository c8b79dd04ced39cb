"""HTTP to addresses that somebody typed in, so that it reaches nothing but what everybody can reach."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from adapters.bounded_connection import number_of
from adapters.bounded_http import Exchange, Lookup, NoReply, Reply, look_up
from adapters.outbound.webhook.addresses import AllowedAddresses
from domain.trust import Address, Network
from domain.webhook_endpoint import url_fault

PART_OF_IT_S = 5.0
"""For looking the name up, for connecting to one address, and for each wait for the answer."""
ALL_OF_IT_S = 15.0

_MOST_TRIED = 3
"""Addresses of one name."""


class GuardedHttp:
    """Posts to what is reachable from everywhere, and to the networks that are allowed; threads may share it.

    The name is looked up once, and what was looked at is what is connected to, so that a name that says something
    else a moment later changes nothing. TLS and the Host header go by the name as ever. No redirect is followed, and no
    proxy or login of the environment's used.

    Args:
        ca_file: stands in for the public authorities.
    """

    def __init__(
        self,
        allowed: Sequence[Network] = (),
        *,
        ca_file: Path | None = None,
        lookup: Lookup = look_up,
        limit_s: float = ALL_OF_IT_S,
    ) -> None:
        self._allowed = AllowedAddresses(allowed)
        self._ca_file = ca_file
        self._lookup = lookup
        self._limit_s = limit_s

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Whatever the server answered. Raises NoReply where none did, which does not say that nothing arrived."""
        # The same that was checked when it was saved: what the database says is not believed either.
        fault = url_fault(url)
        if fault is not None:
            raise NoReply(f"the URL {fault}", handed_over=False)
        return Exchange(
            method="POST",
            url=url,
            headers=headers,
            body=body,
            timeout_s=min(PART_OF_IT_S, self._limit_s),
            limit_s=self._limit_s,
            lookup=self._permitted,
            whole=False,
            ca_file=self._ca_file,
        ).run()

    def address_fault(self, url: str) -> str | None:
        """Why nothing would be posted there, as far as the URL says it by itself; None where only looking its name up
        would tell.
        """
        host = urlsplit(url).hostname or ""
        found = number_of(host)
        return None if all(map(self._allowed.permits, found)) else _unreachable(host, found)

    def _permitted(self, host: str, port: int) -> Sequence[Address]:
        found = self._lookup(host, port)
        permitted = [address for address in found if self._allowed.permits(address)]
        if not permitted:
            raise NoReply(_unreachable(host, found), handed_over=False)
        return permitted[:_MOST_TRIED]


def _unreachable(host: str, found: Sequence[Address]) -> str:
    shown = ", ".join(map(str, found)) or "no address"
    # An address that was typed in is found as it was typed in: that is no news.
    what = host if shown == host else f"{host} is {shown}, which"
    return f"{what} is not reachable for everybody, nor in WEBHOOK_ALLOWED_NETWORKS"
