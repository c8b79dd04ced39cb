"""What a notice says, whatever the channel."""

from collections.abc import Iterator
from dataclasses import dataclass

from application.busiest_patterns import busiest_in
from application.digest_text import DigestText, DigestTextLine
from application.error_link import error_link
from application.notice_story import news_of, what_next, why_told
from application.notice_times import Times
from application.notice_words import MESSAGE_CHARS, NAME_CHARS, TYPE_CHARS, news_mark, reported
from application.ports.notifier import Message
from application.summed_up import compose_digest
from domain.display_text import safe_line
from domain.severity import Severity

__all__ = ["DigestText", "DigestTextLine", "Fact", "Notice", "compose", "compose_digest"]

_SUBJECT_CHARS = 120
_PLACE_CHARS = 200
_STACK_LINES = 15
_STACK_LINE_CHARS = 200
_NEWEST_LAST = "Traceback (most recent call last)"


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
    times = Times(message.background.zone, message.background.now)
    stack, left_out = _excerpt(report.stack_trace or "")
    return Notice(
        severity=message.notification.severity,
        service=reported(episode.service, NAME_CHARS),
        environment=reported(episode.environment, NAME_CHARS),
        error_type=reported(report.error_type, TYPE_CHARS) or "Error",
        message=reported(report.message, MESSAGE_CHARS) or "(no message)",
        news=news_of(message, times),
        mark=news_mark(message.notification.reason, episode.opened_because, message.notification.level),
        reason=why_told(message),
        facts=_facts(message, times),
        next_step=what_next(message, times),
        link=error_link(dashboard_url, message.error.id),
        acknowledge_link=message.acknowledge_url,
        stack=stack,
        stack_lines_left_out=left_out,
    )


def _facts(message: Message, times: Times) -> tuple[Fact, ...]:
    episode, pattern, report = message.episode, message.pattern, message.error.report
    if message.background.alert is not None:
        # Nobody's error: it is one, of no user and no release, and what it counted stands in its message.
        return (Fact("Since", times.at(episode.opened_at)), *_busiest(message))
    facts = [
        Fact("Errors", f"{episode.errors:,}"),
        Fact("Users", f"{pattern.users_affected:,} affected" if pattern.users_affected else "none named"),
        Fact("Since", times.at(episode.opened_at)),
        Fact("Last seen", times.at(episode.last_error_at)),
        Fact("Release", reported(report.release or "", NAME_CHARS) or "not given"),
    ]
    for label, place in (("Endpoint", report.endpoint), ("Code", pattern.culprit)):
        if place:
            facts.append(Fact(label, reported(place, _PLACE_CHARS)))
    return tuple(facts)


def _busiest(message: Message) -> Iterator[Fact]:
    named = [reported(one, _PLACE_CHARS) for one in busiest_in(message.error.report)]
    if named:
        yield Fact("Most that day", "; ".join(named))


def _excerpt(stack_trace: str) -> tuple[tuple[str, ...], int]:
    lines = [line for line in stack_trace.splitlines() if line.strip()]
    newest_last = bool(lines) and lines[0].strip().startswith(_NEWEST_LAST)
    shown = lines[-_STACK_LINES:] if newest_last else lines[:_STACK_LINES]
    return tuple(_stack_line(line) for line in shown), len(lines) - len(shown)


def _stack_line(line: str) -> str:
    indent = min(len(line) - len(line.lstrip(" \t")), 4)
    return " " * indent + reported(line, _STACK_LINE_CHARS)
