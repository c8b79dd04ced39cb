"""Connections that a deadline cuts off, to addresses that were looked up once."""

import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from adapters.deadline import Deadline
from domain.trust import Address

Lookup: TypeAlias = Callable[[str, int], Sequence[Address]]
"""The addresses to connect to for a host's name. Raises OSError, ValueError and NoReply."""


def look_up(host: str, port: int) -> Sequence[Address]:
    """As every program of this system does; numbers in all their spellings (`127.1`, `0x7f000001`) too."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # A link-local address comes with the name of its interface, which is no part of it.
    return [ip_address(text) for text in dict.fromkeys(str(place[0]).partition("%")[0] for *_, place in found)]


def number_of(host: str) -> Sequence[Address]:
    """The address that a host is written as, in any spelling, without asking anybody; none for a name, save the one
    that always means this host (RFC 6761, 6.3).
    """
    try:
        found = socket.getaddrinfo("127.0.0.1" if host == "localhost" else host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, ValueError):
        return []
    return [ip_address(str(found[0][4][0]).partition("%")[0])]


class WebDeadline(Deadline):
    """One that makes the connection, too; `handed_over` says whether the request was sent."""

    def __init__(self, limit_s: float, lookup: Lookup) -> None:
        super().__init__(limit_s)
        self._lookup = lookup
        self.handed_over = False

    def connect(self, host: str, port: int, timeout_s: float) -> socket.socket:
        """A connection to the first of its addresses that answers, watched. Raises OSError."""
        failure: OSError = OSError("no address")
        for address in self._looked_up(host, port, timeout_s):
            left_s = self.left_s()
            line = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
            try:
                line.settimeout(min(timeout_s, left_s))
                line.connect((str(address), port))
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as fault:
                line.close()
                failure = fault
            else:
                line.settimeout(timeout_s)
                self.watch(line)
                return line
        raise failure

    def _looked_up(self, host: str, port: int, timeout_s: float) -> Sequence[Address]:
        """Beside this thread, since nothing bounds how long the system looks."""
        answers: SimpleQueue[Sequence[Address] | Exception] = SimpleQueue()

        def look() -> None:
            try:
                answers.put(self._lookup(host, port))
            except Exception as fault:  # noqa: BLE001
                answers.put(fault)

        threading.Thread(target=look, name="name lookup", daemon=True).start()
        try:
            answer = answers.get(timeout=min(timeout_s, self.left_s()))
        except Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        return answer


class WatchedAdapter(HTTPAdapter):
    """Connections that a deadline watches, each for one exchange and tried once."""

    def __init__(self, deadline: WebDeadline) -> None:
        self._deadline = deadline
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """As requests does, with our kind of connection."""
        super().init_poolmanager(*args, **more)
        deadline = self._deadline

        class Plain(_Watched, HTTPConnection):
            watch = deadline

        class Encrypted(_Watched, HTTPSConnection):
            watch = deadline

        pools = {"http": HTTPConnectionPool, "https": HTTPSConnectionPool}
        kinds = {"http": Plain, "https": Encrypted}
        self.poolmanager.pool_classes_by_scheme = {
            scheme: type(pool.__name__, (pool,), {"ConnectionCls": kinds[scheme]}) for scheme, pool in pools.items()
        }


class _Watched:
    watch: WebDeadline

    def _new_conn(self: Any) -> socket.socket:
        line: socket.socket = self.watch.connect(self._dns_host, self.port, float(self.timeout))
        return line

    def getresponse(self) -> Any:
        self.watch.handed_over = True
        return super().getresponse()  # type: ignore[misc]
