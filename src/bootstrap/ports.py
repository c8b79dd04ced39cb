"""The address that the HTTP side listens on, seen from this machine."""

import errno
import http.client
import socket

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104
_PROBE_TIMEOUT_S = 0.5


class AddressUnusable(Exception):
    """Nothing can listen there; the message says why and what to do."""


def reachable_host(host: str) -> str:
    """The host by which this machine reaches what listens on `host`."""
    return _ANY.get(host, host)


def local_url(host: str, port: int) -> str:
    """The URL by which this machine reaches what listens there."""
    near = reachable_host(host)
    return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"


def refuse_taken_address(host: str, port: int) -> None:
    """Raise AddressUnusable where nothing can listen on the address now."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in places:
            with socket.socket(family, kind, protocol) as listener:
                # As servers do, so that connections of an earlier run that still linger are no obstacle.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(address)
                listener.listen(1)
    except OSError as fault:
        raise AddressUnusable(why_unusable(host, port, fault)) from fault


def answers_ready(host: str, port: int) -> bool:
    """Whether the web process says that it can store errors."""
    connection = http.client.HTTPConnection(reachable_host(host), port, timeout=_PROBE_TIMEOUT_S)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def why_unusable(host: str, port: int, fault: OSError) -> str:
    """Why nothing can listen there, and what to do."""
    if fault.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken by another program. Stop it, or choose another: --port {port + 1}"
    if fault.errno == errno.EACCES:
        return f"this user may not listen on port {port}. Choose one above 1023: --port 8000"
    return f"nothing can listen on {host}, port {port}: {fault.strerror or fault}"
