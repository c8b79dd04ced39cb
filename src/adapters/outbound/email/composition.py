"""A notice, or a digest, as a mail."""

from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from adapters.outbound.email.address import Mailbox
from adapters.outbound.email.rendering import render, render_digest
from application.digest_text import DigestText
from application.notice import Notice
from domain.display_text import safe_line
from domain.notification import Notification

_SUBJECT_CHARS = 120
_SEVEN_BIT = SMTP.clone(cte_type="7bit")
"""Content that every server takes, as quoted-printable or base64."""


@dataclass(frozen=True, slots=True)
class Mail:
    """An envelope and what is in it; `content` has CRLF line ends and ends in one."""

    sender: str
    recipient: str
    content: bytes
    needs_smtputf8: bool


def write_mail(
    said: Notice | DigestText, notification: Notification, *, sender: Mailbox, recipient: Mailbox, now: datetime
) -> Mail:
    """The mail for one person. Each attempt has the same Message-ID, by which mail programs drop repeats; all
    notices of an episode refer to one id, by which they thread them; what sums up several stands by itself.
    """
    smtputf8 = sender.needs_smtputf8 or recipient.needs_smtputf8
    mail = EmailMessage(_SEVEN_BIT.clone(utf8=smtputf8))
    episode = f"<{notification.episode_id}@{sender.domain}>"
    headers: dict[str, str | Address | datetime] = {
        "From": sender.header,
        "To": recipient.header,
        "Date": now,
        "Message-ID": f"<{notification.id}@{sender.domain}>",
        **({"In-Reply-To": episode, "References": episode} if isinstance(said, Notice) else {}),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    for name, value in headers.items():
        mail[name] = value
    text, html = render(said) if isinstance(said, Notice) else render_digest(said)
    subject = said.subject if isinstance(said, Notice) else safe_line(said.title, _SUBJECT_CHARS)
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return Mail(sender.spec, recipient.spec, _subject(subject) + mail.as_bytes(), smtputf8)


def _subject(text: str) -> bytes:
    """The header line, which is too delicate for `EmailMessage`: that reads encoded words (RFC 2047) in what it is
    given and writes what they hid, a line break even, and it drops blanks between words outside ASCII.
    """
    plain = text.isascii() and "=?" not in text
    folded = Header(text, "us-ascii" if plain else "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {folded}\r\n".encode("ascii")
