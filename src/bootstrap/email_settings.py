"""The email channel's settings."""

from dataclasses import dataclass

from adapters.outbound.email.server import SmtpServer
from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader
from domain.delivery import Channel

_BOTH = "EMAIL_USE_TLS and EMAIL_USE_SSL are both true: the first is for port 587, the second for port 465"


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """The SMTP server, and the address that mail comes from."""

    server: SmtpServer
    sender: str


@dataclass(frozen=True, slots=True)
class EmailChannel:
    """`wanted` says whether somebody asked for email; `settings` is None where nobody did, or where they are at
    fault: then messages are written all the same and wait until that is mended.
    """

    wanted: bool
    settings: EmailSettings | None = None


def channels_in_use(reader: SettingReader) -> tuple[Channel, ...]:
    """Those that may be used: the ones that are named, else all."""
    return reader.read(
        "NOTIFICATION_CHANNELS", parse.list_of(parse.one_of(Channel)), tuple(Channel), example="email,slack"
    )


def read_email(reader: SettingReader) -> EmailChannel:
    """The email channel; what is wrong stays with the reader."""
    channels = channels_in_use(reader)
    wanted = reader.read("EMAIL_NOTIFICATIONS", parse.flag, default=True, example="true")
    host = reader.read("EMAIL_HOST", parse.host, "", example="smtp.example.org")
    use_ssl = reader.read("EMAIL_USE_SSL", parse.flag, default=False, example="true")
    use_tls = reader.read("EMAIL_USE_TLS", parse.flag, default=not use_ssl, example="true")
    port = reader.read("EMAIL_PORT", parse.whole_number(1, 65_535), 465 if use_ssl else 587, example="587")
    user = reader.read("EMAIL_HOST_USER", str, None, example="errors@example.org", secret=True)
    password = reader.read("EMAIL_HOST_PASSWORD", str, None, example="…", secret=True)
    ca_file = reader.read("EMAIL_CA_FILE", parse.existing_file, None, example="/etc/ssl/certs/our-ca.pem")
    sender = reader.read("DEFAULT_FROM_EMAIL", parse.sender, _as_sender(user), example="errors@example.org")
    named = host or any(fault.name == "EMAIL_HOST" for fault in reader.faults)
    if not wanted or Channel.EMAIL not in channels or not named:
        return EmailChannel(wanted=False)
    if use_tls and use_ssl:
        reader.fault("EMAIL_USE_SSL", _BOTH, "EMAIL_USE_SSL=false")
    _check_login(user, password, reader)
    if not sender and not any(fault.name == "DEFAULT_FROM_EMAIL" for fault in reader.faults):
        wrong = "DEFAULT_FROM_EMAIL is not set: mail needs a sender"
        reader.fault("DEFAULT_FROM_EMAIL", wrong, "DEFAULT_FROM_EMAIL=errors@example.org")
    if reader.faults:
        return EmailChannel(wanted=True)
    server = SmtpServer(
        host=host, port=port, use_tls=use_tls, use_ssl=use_ssl, user=user, password=password, ca_file=ca_file
    )
    return EmailChannel(wanted=True, settings=EmailSettings(server, sender))


def _as_sender(user: str | None) -> str:
    try:
        return parse.email_address(user or "")
    except ValueError:
        return ""


def _check_login(user: str | None, password: str | None, reader: SettingReader) -> None:
    if (user is None) == (password is None):
        return
    missing, given = ("EMAIL_HOST_PASSWORD", "EMAIL_HOST_USER")[:: 1 if user else -1]
    reader.fault(missing, f"{missing} is not set, but {given} is: the login needs both", f"{missing}=…")
