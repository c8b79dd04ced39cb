"""A notice as Slack shows it: Block Kit in the colour of its severity."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from application.digest_text import DigestText, DigestTextLine
from application.notice import Notice
from domain.display_text import safe_line
from domain.severity import Severity

_LONGEST_HEADER = 150
_LONGEST_TEXT = 3_000
_LONGEST_FIELD = 2_000
_MOST_FIELDS = 10
_LONGEST_URL = 1_000
_LONGEST_LINE = 900
_LINES_OF_A_SECTION = 2
"""Limits of Block Kit; a message that breaks one is refused as a whole (invalid_blocks)."""

_COLOURS = {
    Severity.CRITICAL: "#b3261e",
    Severity.HIGH: "#b45309",
    Severity.MEDIUM: "#8a6100",
    Severity.LOW: "#1d5fbf",
    Severity.INFO: "#4b5563",
}
_MEMBER = re.compile(r"(?:<@)?([UW][A-Z0-9]{1,30})>?")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def notice_body(notice: Notice, *, mention: str | None = None, acknowledge_url: str | None = None) -> Mapping[str, Any]:
    """What is posted: a headline that mentions somebody, and under it what is known, beside a bar of colour.

    `text` is what phones and screen readers show. All that was reported is escaped, and Slack is told to make no links
    and mentions of text: the links and the mention are ours.
    """
    who = _mentioned(mention)
    headline = f"[{notice.standing}] {notice.service} {notice.environment}"
    what = f"*{escaped(notice.error_type)}*: {escaped(notice.message)}"
    above = [_header(headline), _section(f"{who}{what}")]
    below = [
        _section(f"*{escaped(notice.news)}*\n{escaped(notice.reason)}"),
        _fields((fact.label, fact.value) for fact in notice.facts),
        _section(escaped(notice.next_step)),
        _section(_links({"Open the error": notice.link, "Acknowledge": acknowledge_url})),
    ]
    return _body(f"{who}{escaped(notice.subject)}", above, below, notice.severity)


def digest_body(digest: DigestText) -> Mapping[str, Any]:
    """What is posted to sum up what was held back, a line each, in the colour of the worst."""
    lines = [_line(line) for line in digest.lines]
    below = [
        _section("\n".join(lines[at : at + _LINES_OF_A_SECTION])) for at in range(0, len(lines), _LINES_OF_A_SECTION)
    ]
    end = escaped(digest.more or ""), escaped(digest.footer), _links({"Open the list": digest.link})
    below.append(_section("\n".join(filter(None, end))))
    severity = digest.lines[0].severity if digest.lines else Severity.INFO
    return _body(escaped(digest.title), [_header(digest.title)], below, severity)


def _line(line: DigestTextLine) -> str:
    text = _cut(escaped(line.text), _LONGEST_LINE)
    link = "" if line.link is None else f" {_links({'open': line.link})}"
    return f"• *{line.severity.upper()}* {text}{link}"


def escaped(text: str) -> str:
    """The text as data: what Slack reads as markup (`<!channel>`, `<@U…>`, `<https://…>`) is shown as it is written."""
    return "".join(_ENTITIES.get(each, each) for each in text)


def _body(
    text: str, above: Sequence[Mapping[str, Any]], below: Sequence[Mapping[str, Any]], severity: Severity
) -> Mapping[str, Any]:
    return {
        "text": _cut(text, _LONGEST_TEXT),
        "blocks": list(above),
        "attachments": [{"color": _COLOURS[severity], "blocks": list(below)}],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _mentioned(member: str | None) -> str:
    found = _MEMBER.fullmatch(member or "")
    return f"<@{found[1]}> " if found else ""


def _links(by_label: Mapping[str, str | None]) -> str:
    shown = [
        f"<{escaped(url)}|{label}>"
        for label, url in by_label.items()
        if url and len(url) <= _LONGEST_URL and not set(url) & set("<>| \n")
    ]
    return " · ".join(shown) or "(the address of this server is too long to be linked)"


def _header(text: str) -> Mapping[str, Any]:
    return {
        "type": "header",
        "text": {"type": "plain_text", "text": escaped_within(text, _LONGEST_HEADER), "emoji": False},
    }


def _section(text: str) -> Mapping[str, Any]:
    return {"type": "section", "text": _markup(text, _LONGEST_TEXT)}


def _fields(facts: Iterable[tuple[str, str]]) -> Mapping[str, Any]:
    shown = [f"*{escaped(label)}*\n{escaped(value)}" for label, value in facts]
    return {"type": "section", "fields": [_markup(each, _LONGEST_FIELD) for each in shown[:_MOST_FIELDS]]}


def _markup(text: str, limit_chars: int) -> Mapping[str, Any]:
    # Verbatim: names of channels, URLs and mentions in it stay text.
    return {"type": "mrkdwn", "text": _cut(text, limit_chars), "verbatim": True}


def _cut(text: str, limit_chars: int) -> str:
    """Within the limit, and not in the middle of an entity."""
    if len(text) <= limit_chars:
        return text
    return re.sub(r"&\w*$", "", text[: limit_chars - 1]) + "…"


def escaped_within(text: str, limit_chars: int) -> str:
    """The text escaped, cut so that no entity is broken."""
    return _cut(escaped(safe_line(text, limit_chars)), limit_chars)
