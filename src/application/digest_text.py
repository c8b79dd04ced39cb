"""What a digest says, whatever the channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.digest_body import FrozenLine, digest_body
from application.error_link import error_link
from application.notice_words import MESSAGE_CHARS, NAME_CHARS, TYPE_CHARS, reported, short_news
from application.ports.notifier import Message
from domain.alerting import NoticeReason
from domain.severity import Severity

_HELD_BACK = "These were held back for you: your hours, a quiet period, or more at once than you should get."
_INSTEAD = "You are told because the message that was to tell somebody of these could not be delivered."


@dataclass(frozen=True, slots=True)
class DigestTextLine:
    """One episode: all text is safe to show as text; `link` is the thing to follow, None where it is over."""

    severity: Severity
    text: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestText:
    """The worst line first, what is over last. `more` says how many lines had no room, None where all had; `link` leads
    to all that is open.
    """

    title: str
    lines: tuple[DigestTextLine, ...]
    more: str | None
    footer: str
    link: str


def compose_digest(message: Message, dashboard_url: str) -> DigestText:
    """Put a digest that was frozen into words. Never raises for anything that was reported."""
    body = digest_body(message.notification.body)
    root = dashboard_url.rstrip("/")
    shown = _each_problem_once(body.lines)
    told = len(shown) + body.left_out
    return DigestText(
        title=_title(shown, told),
        lines=tuple(_line(line, root) for line in shown),
        more=f"and {body.left_out:,} more" if body.left_out else None,
        footer=_INSTEAD if message.notification.reason == NoticeReason.UNDELIVERABLE else _HELD_BACK,
        link=f"{root}/admin/error-logging/",
    )


def _each_problem_once(lines: Sequence[FrozenLine]) -> Sequence[FrozenLine]:
    """Without what is over where a line before it tells of the same problem: it has come back, or was over twice."""
    shown: list[FrozenLine] = []
    told: set[UUID] = set()
    for line in lines:
        if not line.over or line.pattern_id not in told:
            shown.append(line)
        if line.pattern_id is not None:
            told.add(line.pattern_id)
    return shown


def _title(lines: Sequence[FrozenLine], told: int) -> str:
    worst = lines[0].severity.upper() if lines else "INFO"
    errors = "1 problem" if told == 1 else f"{told:,} problems"
    services = list(dict.fromkeys(reported(line.service, NAME_CHARS) for line in lines))
    named = ", ".join(services[:3]) + (f" and {len(services) - 3} more" if len(services) > 3 else "")
    return f"[{worst}] {errors} held back: {named}"


def _line(line: FrozenLine, root: str) -> DigestTextLine:
    place = f"{reported(line.service, NAME_CHARS)} {reported(line.environment, NAME_CHARS)}".strip()
    what = reported(line.error_type, TYPE_CHARS) or "Error"
    if line.over:
        return DigestTextLine(line.severity, f"{place}: {what}: it is over.", None)
    said = reported(line.message, MESSAGE_CHARS) or "(no message)"
    news = short_news(line.news, line.level) + (f", {line.count:,} times" if line.count > 1 else "")
    errors = "1 error" if line.errors == 1 else f"{line.errors:,} errors"
    text = f"{place}: {what}: {said} ({news}; {errors})"
    return DigestTextLine(line.severity, text, error_link(root, line.error_id))
