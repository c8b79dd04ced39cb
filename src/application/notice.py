"""What a notice says, whatever the channel."""

from dataclasses import dataclass
from datetime import UTC, datetime

from application.digest_text import DigestText, DigestTextLine
from application.notice_words import MESSAGE_CHARS, NAME_CHARS, TYPE_CHARS, news_mark, news_sentence, reported
from application.ports.notifier import Message
from application.summed_up import compose_digest
from domain.alerting import NoticeReason
from domain.display_text import safe_line
from domain.episode import Episode
from domain.escalation import EscalationReason
from domain.history import HistoryEntry
from domain.next_climb import next_climb
from domain.severity import Severity

__all__ = ["DigestText", "DigestTextLine", "Fact", "Notice", "compose", "compose_digest"]

_SUBJECT_CHARS = 120
_PLACE_CHARS = 200
_STACK_LINES = 15
_STACK_LINE_CHARS = 200
_NEWEST_LAST = "Traceback (most recent call last)"

_HELD_BACK = " Told late: senders that may not page people had used up the messages of that hour."


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The fields in the order in which they are told (N9). All text is safe to show as text, and holds nothing that
    a mail or chat program makes a link of; markup is the channel's to escape. `mark` is the news in a word, "" for what
    is new. `link` leads to the error, `acknowledge_link` to the button that says somebody sees to it, None where there
    is none. `stack` is an excerpt, `stack_lines_left_out` says of how much more.
    """

    severity: Severity
    service: str
    environment: str
    error_type: str
    message: str
    news: str
    reason: str
    facts: tuple[Fact, ...]
    next_step: str
    link: str
    mark: str = ""
    acknowledge_link: str | None = None
    stack: tuple[str, ...] = ()
    stack_lines_left_out: int = 0

    @property
    def standing(self) -> str:
        """How bad it is, and what is the news: all that tells two messages about one error apart on a locked phone."""
        return ", ".join(filter(None, (self.severity.upper(), self.mark)))

    @property
    def subject(self) -> str:
        """The first line of it all, at most 120 characters."""
        headline = f"[{self.standing}] {self.service} {self.environment}: {self.error_type}: {self.message}"
        return safe_line(headline, _SUBJECT_CHARS)


def compose(message: Message, dashboard_url: str) -> Notice:
    """Put a message into words. Never raises for anything that was reported."""
    episode, report = message.episode, message.error.report
    stack, left_out = _excerpt(report.stack_trace or "")
    return Notice(
        severity=message.notification.severity,
        service=reported(episode.service, NAME_CHARS),
        environment=reported(episode.environment, NAME_CHARS),
        error_type=reported(report.error_type, TYPE_CHARS) or "Error",
        message=reported(report.message, MESSAGE_CHARS) or "(no message)",
        news=_news(message),
        mark=news_mark(message.notification.reason, episode.opened_because, message.notification.level),
        reason=_reason(message),
        facts=_facts(message),
        next_step=_next_step(episode),
        link=f"{dashboard_url.rstrip('/')}/admin/error-logging/errors/{message.error.id}/",
        acknowledge_link=message.acknowledge_url,
        stack=stack,
        stack_lines_left_out=left_out,
    )


def _news(message: Message) -> str:
    told_as, asked_for = message.notification.reason, message.asked_for
    if told_as == NoticeReason.ESCALATED and asked_for is not None and asked_for.reason == EscalationReason.OVERDUE:
        return f"Escalated to level {message.notification.level}: it was not resolved in time."
    late = _HELD_BACK if told_as == NoticeReason.UNTRUSTED_BUDGET_SPENT else ""
    return news_sentence(told_as, message.episode.opened_because) + late


def _asked_for(message: Message, entry: HistoryEntry) -> str:
    actor = reported(entry.actor, NAME_CHARS) or "somebody"
    owner = reported(message.owner_name or "", NAME_CHARS) or "nobody"
    note = reported(str(entry.inputs.get("note") or ""), MESSAGE_CHARS)
    said = f" Their note: {note}" if note else ""
    if entry.reason == EscalationReason.OVERDUE:
        return f"You are told because it was not resolved in time; {owner} owns it."
    if message.notification.reason == NoticeReason.ASSIGNED_BY_HAND:
        return f"You are told because {actor} assigned it to you.{said}"
    to = "to you" if message.notification.developer_id is not None else "and nobody else could be asked"
    return f"You are told because {actor} escalated it {to}; {owner} owns it.{said}"


def _reason(message: Message) -> str:
    if message.asked_for is not None:
        return _asked_for(message, message.asked_for)
    developer_id, owner_id = message.notification.developer_id, message.episode.owner_id
    if developer_id is not None and developer_id == owner_id:
        return "You are told because it is assigned to you."
    if message.notification.reason == NoticeReason.UNDELIVERABLE:
        return "You are told because the message to whom it is assigned could not be delivered."
    if owner_id is None:
        return "You are told because nobody could be assigned."
    owner = reported(message.owner_name or "", NAME_CHARS) or "somebody else"
    if developer_id is not None:
        return f"You are told because it was assigned to you; {owner} owns it now."
    return f"You are told because this address receives every notice; {owner} owns it."


def _facts(message: Message) -> tuple[Fact, ...]:
    episode, pattern, report = message.episode, message.pattern, message.error.report
    facts = [
        Fact("Errors", f"{episode.errors:,}"),
        Fact("Users", f"{pattern.users_affected:,} affected" if pattern.users_affected else "none named"),
        Fact("Since", _utc(episode.opened_at)),
        Fact("Last seen", _utc(episode.last_error_at)),
        Fact("Release", reported(report.release or "", NAME_CHARS) or "not given"),
    ]
    for label, place in (("Endpoint", report.endpoint), ("Code", pattern.culprit)):
        if place:
            facts.append(Fact(label, reported(place, _PLACE_CHARS)))
    return tuple(facts)


def _next_step(episode: Episode) -> str:
    if episode.closed_at is not None:
        return f"Nothing to do: it was closed at {_utc(episode.closed_at)}."
    climb = next_climb(episode, _utc)
    if episode.owner_id is not None:
        return climb
    return f"{climb} Nobody owns it yet: assignment is tried again when developers change."


def _excerpt(stack_trace: str) -> tuple[tuple[str, ...], int]:
    lines = [line for line in stack_trace.splitlines() if line.strip()]
    newest_last = bool(lines) and lines[0].strip().startswith(_NEWEST_LAST)
    shown = lines[-_STACK_LINES:] if newest_last else lines[:_STACK_LINES]
    return tuple(_stack_line(line) for line in shown), len(lines) - len(shown)


def _stack_line(line: str) -> str:
    indent = min(len(line) - len(line.lstrip(" \t")), 4)
    return " " * indent + reported(line, _STACK_LINE_CHARS)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
