"""One attempt at handing mail to a server, step by step."""

import contextlib
import re
import smtplib
from collections.abc import Iterator

from adapters.outbound.email.address import NotAnAddress
from adapters.outbound.email.composition import Mail
from adapters.outbound.email.connection import Connection, connected
from adapters.outbound.email.outcomes import Phase
from adapters.outbound.email.server import SmtpServer

FAULTS = (OSError, ValueError)
"""All that a server, the network or the settings can make the standard library raise (SMTPException is an OSError)."""

_LEADING_DOT = re.compile(rb"(?m)^\.")
_SEND_CONTENT = 354


class Dialogue:
    """Goes through RFC 5321 itself, since smtplib's `send_message` does not tell at which step an answer came, and
    that decides what becomes of the notice: `phase` is the step that was not finished.
    """

    def __init__(self, server: SmtpServer) -> None:
        self.phase = Phase.CONNECT
        self._server = server

    @contextlib.contextmanager
    def logged_in(self) -> Iterator[Connection]:
        """A connection, encrypted and logged in as the settings say. Raises any of `FAULTS`."""
        with connected(self._server) as connection:
            self.phase = Phase.SECURE
            connection.secure()
            self.phase = Phase.LOGIN
            connection.log_in()
            self.phase = Phase.SENDER
            yield connection

    def hand_over(self, connection: Connection, mail: Mail) -> tuple[int, bytes]:
        """The answer to the whole mail, a 2xx one.

        Raises:
            NotAnAddress: this server cannot take the address.
            smtplib.SMTPResponseException: any other answer.
            OSError, smtplib.SMTPException: no answer.
        """
        options = ("SMTPUTF8",) if mail.needs_smtputf8 else ()
        if mail.needs_smtputf8 and not connection.has_extn("smtputf8"):
            raise NotAnAddress(f"{self._server.host} takes only addresses in ASCII (it has no SMTPUTF8)")
        _positive(connection.mail(mail.sender, options))
        self.phase = Phase.RECIPIENT
        _positive(connection.rcpt(mail.recipient))
        self.phase = Phase.CONTENT
        code, reply = connection.docmd("DATA")
        if code != _SEND_CONTENT:
            raise smtplib.SMTPResponseException(code, reply)
        connection.send(_LEADING_DOT.sub(b"..", mail.content) + b".\r\n")
        self.phase = Phase.HANDED_OVER
        if connection.sock is not None:
            # Servers look for spam and viruses before they answer: cut short, they would be sent a copy of what they
            # took. The attempt's own deadline cuts it off.
            connection.sock.settimeout(self._server.attempt_limit_s)
        return _positive(connection.getreply())


def _positive(answer: tuple[int, bytes]) -> tuple[int, bytes]:
    code, reply = answer
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, reply)
    return answer
