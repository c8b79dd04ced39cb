"""Whether mail could be sent, without sending any."""

import smtplib
import socket
import ssl

from adapters.outbound.email.connection import AuthoritiesUnusable
from adapters.outbound.email.dialogue import FAULTS, Dialogue
from adapters.outbound.email.failures import fault_in_words
from adapters.outbound.email.outcomes import Phase
from adapters.outbound.email.server import SmtpServer
from application.diagnosis import Finding, Health

_NAME = "email"
_MENDED_BY: tuple[tuple[type[Exception], Phase | None, str], ...] = (
    (AuthoritiesUnusable, None, "let EMAIL_CA_FILE name a file of PEM certificates that this process may read"),
    (ssl.SSLCertVerificationError, None, "name its authority in EMAIL_CA_FILE, and in EMAIL_HOST the name that it has"),
    (ssl.SSLError, Phase.CONNECT, "EMAIL_USE_SSL is for port 465; port 587 wants EMAIL_USE_TLS=true instead"),
    (ssl.SSLError, None, "the server's TLS is too old or broken: ask whoever runs it"),
    (socket.gaierror, None, "see whether EMAIL_HOST is spelt right, and this host can look up names"),
    (smtplib.SMTPNotSupportedError, Phase.SECURE, "use the port with STARTTLS (587), or EMAIL_USE_SSL=true and 465"),
    (
        smtplib.SMTPNotSupportedError,
        Phase.LOGIN,
        "it takes logins only encrypted, or none: EMAIL_USE_TLS=true, or no user",
    ),
    (Exception, Phase.CONNECT, "see whether EMAIL_HOST and EMAIL_PORT are right, and no firewall is in between"),
    (Exception, Phase.LOGIN, "see EMAIL_HOST_USER and EMAIL_HOST_PASSWORD (many providers want an app password)"),
    (Exception, None, "try again later, or ask whoever runs the mail server"),
)
"""The first that fits the kind of fault and the step (None: any)."""


def check_connection(server: SmtpServer) -> Finding:
    """Connect, encrypt, log in and hang up. Never raises; takes at most as long as an attempt."""
    dialogue = Dialogue(server)
    try:
        with dialogue.logged_in() as connection:
            connection.noop()
    except FAULTS as fault:
        what = fault_in_words(fault, server, dialogue.phase)
        return Finding(_NAME, Health.FAIL, what, _mend(fault, dialogue.phase))
    if server.user and not server.encrypted:
        return Finding(_NAME, Health.WARN, f"{server.place}: the login is sent unencrypted", "EMAIL_USE_TLS=true")
    encrypted = "encrypted" if server.encrypted else "unencrypted"
    login = "logged in" if server.user else "without login"
    return Finding(_NAME, Health.OK, f"{server.place} takes mail ({encrypted}, {login})")


def _mend(fault: Exception, phase: Phase) -> str:
    return next(mend for kind, step, mend in _MENDED_BY if isinstance(fault, kind) and step in (None, phase))
