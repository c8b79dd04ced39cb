"""One conversation with a mail server, bounded in time."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

from adapters.deadline import Deadline
from adapters.outbound.email.server import SmtpServer

_GOODBYE_S = 2.0


class AuthoritiesUnusable(OSError):
    """The file against which certificates are checked is missing, unreadable, or holds none."""


class Connection(smtplib.SMTP):
    """smtplib's client with our way of connecting: every address within the deadline, TLS at once where wanted."""

    def __init__(self, server: SmtpServer, context: ssl.SSLContext | None, deadline: Deadline) -> None:
        self._server = server
        self._tls = context
        self._deadline = deadline
        # A name of our own keeps smtplib from asking the resolver for one.
        super().__init__(server.host, server.port, "localhost", server.timeout_s)
        self.local_hostname = _own_name(self.sock)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = _connect(host, port, timeout, self._deadline)
        self._deadline.watch(line)
        if self._tls is None or not self._server.use_ssl:
            return line
        return self._tls.wrap_socket(line, server_hostname=host)

    def getreply(self) -> tuple[int, bytes]:
        """An answer. What had come of one when the deadline cut it off is none, though smtplib would take it."""
        answer = super().getreply()
        if self._deadline.passed:
            self.close()
            raise smtplib.SMTPServerDisconnected("cut off")
        return answer

    def secure(self) -> None:
        """STARTTLS where it is wanted. Raises where the server does not offer it or is not whom we know."""
        if self._server.use_tls:
            self.starttls(context=self._tls)

    def log_in(self) -> None:
        """Log in where there is a user."""
        self.ehlo_or_helo_if_needed()
        if self._server.user:
            self.login(self._server.user, self._server.password or "")

    def leave(self) -> None:
        """Say goodbye, without waiting long for an answer to it, and close."""
        with contextlib.suppress(OSError):
            if self.sock is not None:
                self.sock.settimeout(_GOODBYE_S)
                self.quit()
        self.close()


@contextlib.contextmanager
def connected(server: SmtpServer) -> Iterator[Connection]:
    """A connection, greeted and nothing more, closed at the end.

    Raises:
        AuthoritiesUnusable: the file of authorities is none.
        OSError, ValueError: it could not be had, or what was done with it failed.
        TimeoutError: all of it took longer than an attempt may.
    """
    context = _trusted(server.ca_file) if server.encrypted else None
    with Deadline(server.attempt_limit_s) as deadline:
        try:
            connection = Connection(server, context, deadline)
            try:
                yield connection
            finally:
                connection.leave()
        except OSError as fault:
            if deadline.passed and not isinstance(fault, smtplib.SMTPResponseException):
                raise TimeoutError(f"not done within {server.attempt_limit_s:g} s") from fault
            raise


def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as fault:
        raise AuthoritiesUnusable(f"{ca_file} holds no certificates that can be read") from fault


def _connect(host: str, port: int, timeout_s: float, deadline: Deadline) -> socket.socket:
    # A look-up cannot be cut off; the system's resolver gives up by itself.
    failure = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(min(timeout_s, deadline.left_s()))
            line.connect(address)
        except OSError as fault:
            line.close()
            failure = fault
        else:
            line.settimeout(timeout_s)
            return line
    raise failure


def _own_name(line: socket.socket | None) -> str:
    name = socket.gethostname()
    if "." in name or line is None:
        return name
    address = str(line.getsockname()[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
