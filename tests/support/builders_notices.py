"""Messages for the tests of notifiers, and a reader of what they make of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from application.ports.notifier import Message
from domain.alerting import NoticeReason
from domain.delivery import Channel
from domain.episode import Episode, TriageReason
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern
from domain.error_report import ErrorReport
from domain.notification import Notification, NotificationState
from domain.severity import Severity

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DASHBOARD = "https://errors.example.test"
OWNER_ID = UUID("00000000-0000-7000-8000-00000000000a")
STACK = """#0 /srv/app/Services/Checkout.php(88): App\\Database->connect()
#1 /srv/app/Http/Controllers/OrderController.php(41): App\\Services\\Checkout->pay(Object(App\\Order))
#2 {main}"""

HOSTILE = {
    "header": "x\r\nBcc: x@evil.com\r\n\r\nHello",
    "bare breaks": "x\rBcc: x@evil.com\nSubject: y\x0bz\x0c\x85\u2028\u2029",
    "markup": "</td></title><script>alert(1)</script><img src=x onerror='a' style=\"b\"><a href=https://evil.com>c</a>",
    "template": "{{ 7*7 }}{% raw %}{# #}{fault.args}%s%(x)s",
    "links": "https://evil.com/x www.evil.com evil.com/y x@evil.com mailto:x@evil.com //evil.com <https://evil.com>",
    "chat": "<!channel> <@U123> @everyone <https://evil.com|Open the error>",
    "bidi": "pay\u202egpj.exe \u2066x\u2069 \u200b\u200d\ufeff\U000e0041",
    "terminal": "\x1b[2J\x1b]0;title\x07\x1b]8;;https://evil.com\x1b\\click\x9b31m\x00\x08",
    "right to left": "שגיאה בחיבור العربية",
    "emoji": "🔥❤️👩‍💻🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "formula": "=cmd|' /C calc'!A0",
    "surrogates": "\ud800\udfff x",
    "encoded word": "=?utf-8?q?=0d=0aBcc:_x@evil.com?=",
    "dots": ".\r\n.\r\nQUIT\r\n..",
    "long": "W" * 65_536,
    "long lines": "ü" * 30_000 + "\n" + "a b " * 8_000,
    "nothing": "",
    "blanks": " \t\r\n ",
}
"""What a sender may try; each belongs into every field (Z6)."""


def hostile_message(text: str, **more: Any) -> Message:
    """A notice that says this wherever a sender, or who registers people, can say something."""
    said = dict.fromkeys(("service", "environment", "error_type", "message", "release", "endpoint"), text)
    return a_message(a_report(stack_trace=f"{text}\n{text}", **said), owner_name=text, **more)


def an_id(number: int) -> UUID:
    """A UUIDv7-shaped id that tells its number."""
    return UUID(f"00000000-0000-7000-8000-{number:012x}")


def a_report(**said: Any) -> ErrorReport:
    """A critical Laravel error, unless something else is said."""
    usual: dict[str, Any] = {
        "service": "laravel",
        "error_type": "DatabaseError",
        "message": "Connection failed",
        "severity": Severity.CRITICAL,
        "release": "2.4.1",
        "endpoint": "POST /checkout",
        "stack_trace": STACK,
    }
    return ErrorReport(**usual | said)


def a_message(
    report: ErrorReport | None = None,
    *,
    number: int = 1,
    recipient: str = "ann@example.test",
    reason: str = NoticeReason.NEW_PATTERN,
    developer_id: UUID | None = OWNER_ID,
    owner_name: str | None = "Ann",
    **episode_changes: Any,
) -> Message:
    """A notice of a new episode to its owner, unless something else is said."""
    report = a_report() if report is None else report
    return Message(
        notification=_notification(report, number, recipient, reason, developer_id),
        error=_error(report),
        pattern=_pattern(report),
        episode=replace(_episode(report), **episode_changes),
        owner_name=owner_name,
        idempotency_key=str(an_id(number)),
    )


def _notification(
    report: ErrorReport, number: int, recipient: str, reason: str, developer_id: UUID | None
) -> Notification:
    return Notification(
        id=an_id(number),
        episode_id=an_id(0xE),
        pattern_id=an_id(0xF),
        error_id=an_id(0xD),
        developer_id=developer_id,
        channel=Channel.EMAIL,
        recipient=recipient,
        severity=report.severity,
        reason=reason,
        state=NotificationState.SENDING,
        created_at=NOON,
        expires_at=NOON + timedelta(hours=24),
        next_attempt_at=NOON,
        attempts=1,
    )


def _error(report: ErrorReport) -> ErrorLog:
    return ErrorLog(
        id=an_id(0xD),
        report=report,
        pattern_id=an_id(0xF),
        episode_id=an_id(0xE),
        status=ErrorStatus.ASSIGNED,
        assigned_to=OWNER_ID,
        received_at=NOON,
        occurred_at=NOON,
        expires_at=NOON + timedelta(days=90),
        trusted=True,
    )


def _pattern(report: ErrorReport) -> ErrorPattern:
    return ErrorPattern(
        id=an_id(0xF),
        service=report.service,
        error_type=report.error_type,
        title=report.message,
        culprit="App\\Services\\Checkout in pay",
        fingerprint="0" * 64,
        rules="v1",
        severity=report.severity,
        first_seen=NOON,
        last_seen=NOON,
        occurrences=1280,
        users_affected=312,
        episodes=1,
    )


def _episode(report: ErrorReport) -> Episode:
    return Episode(
        id=an_id(0xE),
        pattern_id=an_id(0xF),
        service=report.service,
        environment=report.environment,
        opened_at=NOON,
        severity=report.severity,
        opened_because=TriageReason.NEW,
        first_error_id=an_id(0xD),
        last_error_id=an_id(0xD),
        last_error_at=NOON + timedelta(minutes=3),
        trusted=True,
        owner_id=OWNER_ID,
        deadline=NOON + timedelta(hours=1),
        errors=1280,
    )


class Markup(HTMLParser):
    """What a document is made of: tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str | None] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name in {"href", "src", "action", "background", "srcset"}]

    def handle_data(self, data: str) -> None:
        self.words += data
