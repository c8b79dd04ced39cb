"""What went wrong with a mail server, in words."""

import smtplib
import socket
import ssl
from collections.abc import Mapping

from adapters.outbound.email.connection import AuthoritiesUnusable
from adapters.outbound.email.outcomes import Phase
from adapters.outbound.email.server import SmtpServer
from domain.display_text import safe_line

_ANSWER_CHARS = 300
_CAUSES: Mapping[type[Exception], str] = {
    AuthoritiesUnusable: "{fault}",
    ssl.SSLCertVerificationError: "the certificate of {host} is not to be trusted: {fault.verify_message}",
    ssl.SSLError: "TLS with {place} failed ({phase}): {fault}",
    socket.gaierror: "the name {host} cannot be looked up: {fault.strerror}",
    ConnectionRefusedError: "nothing listens at {place}",
    TimeoutError: "{place} does not answer in time ({phase})",
    smtplib.SMTPServerDisconnected: "{place} ended the connection or did not answer in time ({phase}): {fault}",
    smtplib.SMTPNotSupportedError: "{place} does not offer what is wanted ({phase}): {fault}",
    # Its text would show a piece of what could not be encoded: perhaps of the password.
    UnicodeError: "user, password and host can only hold ASCII characters ({phase})",
    Exception: "{place} ({phase}): {fault}",
}
"""By kind, the special before the general."""


def reply_in_words(code: int, reply: bytes | str, server: SmtpServer, phase: Phase | None = None) -> str:
    """The server's own words without our secrets, at most 300 characters; `phase` says what they were about."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    said = f"{code} {text}" if phase is None else f"{phase.value}: {code} {text}"
    return safe_line(server.without_secrets(said), _ANSWER_CHARS)


def fault_in_words(fault: Exception, server: SmtpServer, phase: Phase) -> str:
    """What kept the server from answering (or its answer), at most 300 characters, without our secrets."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return reply_in_words(fault.smtp_code, fault.smtp_error, server, phase)
    words = next(words for kind, words in _CAUSES.items() if isinstance(fault, kind))
    said = words.format(fault=fault, host=server.host, place=server.place, phase=phase.value)
    if phase is Phase.HANDED_OVER:
        said = f"handed over, but no answer came: it may have been delivered. {said}"
    return safe_line(server.without_secrets(said), _ANSWER_CHARS)
