"""A real mail server for tests: STARTTLS, logins, and any misbehaviour that is asked of it."""

import asyncio
import shutil
import ssl
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG = "hang"
"""Say nothing until the client hangs up."""
DROP = "drop"
"""Reset the connection."""
DRIP = "drip"
"""Begin an answer that never ends, a byte at a time."""
LATE = "late"
"""Take the mail, and say so only after `LATE_S`."""
LATE_S = 0.6
KEEP_AND_HANG = "keep and hang"
"""Take the mail, and never say so."""

GREETING = "GREETING"
CONTENT = "CONTENT"
"""The two steps of a script that are no commands: the first words of the server, and its answer to the final dot."""

_DRIP_PAUSE_S = 0.02


@dataclass(frozen=True)
class Mail:
    """What arrived: the envelope, and the message as a mail program reads it."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    encrypted: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        """The message parsed."""
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def body(self, kind: str) -> str:
        """The part of a kind, "plain" or "html"."""
        part = self.message.get_body((kind,))
        assert part is not None, f"no {kind} part"
        return str(part.get_content())


class Mailbox:
    """Where the server puts what it accepts."""

    def __init__(self) -> None:
        self._mails: list[Mail] = []
        self._arrived = threading.Condition()

    def put(self, mail: Mail) -> None:
        """Called by the server."""
        with self._arrived:
            self._mails.append(mail)
            self._arrived.notify_all()

    def all(self) -> list[Mail]:
        """What is in it now."""
        with self._arrived:
            return list(self._mails)

    def wait_for(self, count: int, limit_s: float = 5.0) -> list[Mail]:
        """The mails once there are `count` of them; fails after `limit_s` or when there are more."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._mails) >= count, limit_s)
            assert len(self._mails) == count, f"{len(self._mails)} mails instead of {count} after {limit_s} s"
            return list(self._mails)

    def empty(self) -> None:
        """Throw all away."""
        with self._arrived:
            self._mails.clear()


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for localhost; `file` is also the authority to trust."""

    file: Path
    key: Path

    def for_server(self) -> ssl.SSLContext:
        """What a server needs of it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


@contextmanager
def certificate(names: str = "DNS:localhost,IP:127.0.0.1") -> Iterator[Certificate]:
    """A new certificate for these names, good for a day, in a folder of its own."""
    openssl = shutil.which("openssl") or shutil.which("openssl", path="/usr/bin:/usr/local/bin")
    assert openssl, "no openssl: apt-get install -y --no-install-recommends openssl"
    with tempfile.TemporaryDirectory() as folder:
        made = Certificate(Path(folder) / "server.pem", Path(folder) / "server.key")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(made.key))
        of_whom = ("-subj", "/CN=localhost", "-addext", f"subjectAltName={names}", "-days", "1", "-out", str(made.file))
        subprocess.run([openssl, "req", "-x509", *key, *of_whom], check=True, capture_output=True, timeout=30)
        yield made


class MailServer:
    """An SMTP server on a free port of loopback. `script` says what to answer at a step (`MAIL`, `RCPT`, `GREETING`
    …) instead of doing it: a line, or one of HANG, DROP, DRIP; tests may change it at any time.
    """

    host = "127.0.0.1"

    def __init__(self, **options: Any) -> None:
        self.mailbox = Mailbox()
        self.script: dict[str, str] = {}
        self.connections = 0
        self._controller = _FreePortController(self, self.host, **options)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._controller.port)

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Hang up on everybody and free the port."""
        self._controller.hang_up()
        self._controller.stop()

    def reset(self) -> None:
        """As if just started."""
        self.script.clear()
        self.mailbox.empty()
        self.connections = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd's hook: take the mail, unless the script says otherwise."""
        action = self.script.get(CONTENT)
        if action not in (None, KEEP_AND_HANG, LATE):
            return await _act(server, action)
        user = session.auth_data.login.decode() if session.authenticated else None
        raw = envelope.original_content or b""
        self.mailbox.put(Mail(str(envelope.mail_from), tuple(envelope.rcpt_tos), raw, session.ssl is not None, user))
        if action == KEEP_AND_HANG:
            return await _act(server, HANG)
        if action == LATE:
            await asyncio.sleep(LATE_S)
        return "250 2.0.0 Ok: queued as 4F1C2"


@contextmanager
def mail_server(
    certificate: Certificate | None = None, *, implicit: bool = False, login: tuple[str, str] | None = None, **more: Any
) -> Iterator[MailServer]:
    """A running server: STARTTLS where there is a certificate, TLS from the first byte where `implicit`; `login` is
    the user and password that it asks for, over TLS only; `more` are options of aiosmtpd's.
    """
    options = dict(more)
    if certificate is not None:
        options["ssl_context" if implicit else "tls_context"] = certificate.for_server()
    if login is not None:
        # aiosmtpd does not count TLS from the first byte as TLS, and warns where a login is then asked for.
        asked = {"auth_required": not implicit, "auth_require_tls": not implicit}
        options = {"authenticator": _asking_for(login)} | asked | options
    server = MailServer(**options)
    server.start()
    server.reset()
    try:
        yield server
    finally:
        server.stop()


def _asking_for(login: tuple[str, str]) -> Any:
    expected = LoginPassword(login[0].encode(), login[1].encode())

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: Any) -> AuthResult:
        return AuthResult(success=said == expected, handled=False, auth_data=said)

    return authenticate


class _ScriptedSMTP(SMTP):
    def __init__(self, handler: MailServer, **options: Any) -> None:
        super().__init__(handler, **options)
        self._mail_server = handler
        self._greeted = False
        self._smtp_methods = {name: self._scripted(name, method) for name, method in self._smtp_methods.items()}

    def _scripted(self, name: str, method: Any) -> Any:
        async def answer(argument: str | None) -> None:
            if name not in self._mail_server.script:
                await method(argument)
                return
            await self.push(await _act(self, self._mail_server.script[name]))

        return answer

    async def push(self, status: Any) -> None:
        if not self._greeted:
            self._greeted = True
            self._mail_server.connections += 1
            if GREETING in self._mail_server.script:
                status = await _act(self, self._mail_server.script[GREETING])
        await super().push(status)


async def _act(server: SMTP, action: str) -> str:
    if action == DROP:
        server.transport.abort()
    if action in (DROP, HANG):
        await asyncio.Event().wait()
    while action == DRIP:
        server._writer.write(b"2")
        await asyncio.sleep(_DRIP_PAUSE_S)
    return action


class _FreePortController(Controller):
    def __init__(self, handler: MailServer, host: str, **options: Any) -> None:
        super().__init__(handler, hostname=host, port=0, server_hostname="mail.example.test", **options)
        self._conversations: weakref.WeakSet[_ScriptedSMTP] = weakref.WeakSet()

    def hang_up(self) -> None:
        """End every conversation, so that nothing is left open when the loop is closed."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(5)

    async def _hang_up(self) -> None:
        going_on = [each for each in self._conversations if each.transport is not None]
        for each in going_on:
            # Python 3.11.2's TLS transport, once closed by the other side, has nothing left to abort.
            with suppress(AttributeError):
                each.transport.abort()
        await asyncio.gather(*(each._handler_coroutine for each in going_on), return_exceptions=True)

    def factory(self) -> SMTP:
        conversation = _ScriptedSMTP(self.handler, **self.SMTP_kwargs)
        self._conversations.add(conversation)
        return conversation

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
