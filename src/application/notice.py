"""What a notice says, whatever the channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from application.ports.notifier import Message
from domain.alerting import NEWS, NoticeReason
from domain.display_text import safe_line, unlinked
from domain.episode import Episode
from domain.history import HistoryEntry
from domain.severity import Severity

_SUBJECT_CHARS = 120
_NAME_CHARS = 80
_TYPE_CHARS = 120
_MESSAGE_CHARS = 300
_PLACE_CHARS = 200
_STACK_LINES = 15
_STACK_LINE_CHARS = 200
_NEWEST_LAST = "Traceback (most recent call last)"

_NEWS: Mapping[str, str] = {
    NoticeReason.NEW_PATTERN: "New: this was never seen before.",
    NoticeReason.REGRESSION: "Regressed: it was resolved and came back.",
    NoticeReason.RECURRENCE: "Back again: it ended before without a fix.",
    NoticeReason.MORE_SEVERE: "More severe than before.",
    NoticeReason.ASSIGNED_LATE: "Assigned only now: nobody fitted before.",
    NoticeReason.REOPENED: "Opened again by hand.",
    NoticeReason.IGNORE_LAPSED: "Back: the time, count or release until which it was ignored is reached.",
    NoticeReason.ASSIGNED_BY_HAND: "Assigned to you by hand.",
    NoticeReason.ESCALATED: "Escalated by hand.",
}
_HELD_BACK = " Told late: senders that may not page people had used up the messages of that hour."


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The fields in the order in which they are told (N9). All text is safe to show as text, and holds nothing that
    a mail or chat program makes a link of; markup is the channel's to escape. `link` is the one thing to follow.
    `stack` is an excerpt, `stack_lines_left_out` says of how much more.
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
    stack: tuple[str, ...]
    stack_lines_left_out: int

    @property
    def subject(self) -> str:
        """The first line of it all, at most 120 characters."""
        headline = f"[{self.severity.upper()}] {self.service} {self.environment}: {self.error_type}: {self.message}"
        return safe_line(headline, _SUBJECT_CHARS)


def compose(message: Message, dashboard_url: str) -> Notice:
    """Put a message into words. Never raises for anything that was reported."""
    episode, report = message.episode, message.error.report
    stack, left_out = _excerpt(report.stack_trace or "")
    return Notice(
        severity=message.notification.severity,
        service=_reported(episode.service, _NAME_CHARS),
        environment=_reported(episode.environment, _NAME_CHARS),
        error_type=_reported(report.error_type, _TYPE_CHARS) or "Error",
        message=_reported(report.message, _MESSAGE_CHARS) or "(no message)",
        news=_news(message),
        reason=_reason(message),
        facts=_facts(message),
        next_step=_next_step(episode),
        link=f"{dashboard_url.rstrip('/')}/admin/error-logging/errors/{message.error.id}/",
        stack=stack,
        stack_lines_left_out=left_out,
    )


def _reported(text: str, limit_chars: int) -> str:
    # Unlinked last: what escaping and cutting leave behind is what a mail program sees.
    return unlinked(safe_line(text, limit_chars))


def _news(message: Message) -> str:
    told_as = message.notification.reason
    opened_as = _NEWS[NEWS[message.episode.opened_because]]
    late = _HELD_BACK if told_as == NoticeReason.UNTRUSTED_BUDGET_SPENT else ""
    return _NEWS.get(told_as, opened_as) + late


def _asked_for(message: Message, entry: HistoryEntry) -> str:
    actor = _reported(entry.actor, _NAME_CHARS) or "somebody"
    owner = _reported(message.owner_name or "", _NAME_CHARS) or "nobody"
    note = _reported(str(entry.inputs.get("note") or ""), _MESSAGE_CHARS)
    said = f" Their note: {note}" if note else ""
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
    owner = _reported(message.owner_name or "", _NAME_CHARS) or "somebody else"
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
        Fact("Release", _reported(report.release or "", _NAME_CHARS) or "not given"),
    ]
    for label, place in (("Endpoint", report.endpoint), ("Code", pattern.culprit)):
        if place:
            facts.append(Fact(label, _reported(place, _PLACE_CHARS)))
    return tuple(facts)


def _next_step(episode: Episode) -> str:
    if episode.closed_at is not None:
        return f"Nothing to do: it was closed at {_utc(episode.closed_at)}."
    if episode.escalates_at is None:
        deadline = "It does not escalate by itself."
    else:
        deadline = f"Escalates at {_utc(episode.escalates_at)} unless it is resolved before."
    if episode.owner_id is not None:
        return deadline
    return f"{deadline} Nobody owns it yet: assignment is tried again when developers change."


def _excerpt(stack_trace: str) -> tuple[tuple[str, ...], int]:
    lines = [line for line in stack_trace.splitlines() if line.strip()]
    newest_last = bool(lines) and lines[0].strip().startswith(_NEWEST_LAST)
    shown = lines[-_STACK_LINES:] if newest_last else lines[:_STACK_LINES]
    return tuple(_stack_line(line) for line in shown), len(lines) - len(shown)


def _stack_line(line: str) -> str:
    indent = min(len(line) - len(line.lstrip(" \t")), 4)
    return " " * indent + _reported(line, _STACK_LINE_CHARS)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
