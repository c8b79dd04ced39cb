"""A daily summary in words, whatever the channel."""

from collections.abc import Mapping
from uuid import UUID

from application.digest_text import DigestText, DigestTextLine
from application.error_link import error_link
from application.notice_words import MESSAGE_CHARS, NAME_CHARS, TYPE_CHARS, reported
from application.ports.notifier import Message
from application.summary_body import Section, SectionKind, SummaryBody, SummaryLine, from_text

_LABELS = {
    SectionKind.YOURS: "Yours",
    SectionKind.OVERDUE: "Overdue",
    SectionKind.NEW: "New",
    SectionKind.BACK: "Back",
    SectionKind.RISING: "Rising",
    SectionKind.RESOLVED: "Resolved",
}
_COUNTED = {
    SectionKind.YOURS: "yours to mend",
    SectionKind.OVERDUE: "overdue",
    SectionKind.NEW: "new",
    SectionKind.BACK: "back",
    SectionKind.RISING: "rising",
    SectionKind.RESOLVED: "resolved",
}


def compose_summary(message: Message, dashboard_url: str) -> DigestText:
    """Put a summary into words, part by part, the worst of each first. Never raises for anything that was reported."""
    body, root = from_text(message.notification.body), dashboard_url.rstrip("/")
    texts = message.background.texts
    left_out = sum(section.total - len(section.lines) for section in body.sections)
    return DigestText(
        title=_title(body),
        lines=tuple(_line(section, line, root, texts) for section in body.sections for line in section.lines),
        more=f"and {left_out:,} more" if left_out else None,
        footer="What was new, back, rising, overdue and resolved in the last 24 hours. Days on which there is nothing "
        "to say have no summary.",
        link=f"{root}/admin/error-logging/",
    )


def _title(body: SummaryBody) -> str:
    counts = [f"{body.total(kind):,} {_COUNTED[kind]}" for kind in SectionKind if body.total(kind)]
    return f"Errors on {body.day:%A}, {body.day.day} {body.day:%B}: {', '.join(counts)}"


def _line(section: Section, line: SummaryLine, root: str, texts: Mapping[UUID, str]) -> DigestTextLine:
    place = f"{reported(line.service, NAME_CHARS)} {reported(line.environment, NAME_CHARS)}".strip()
    what = reported(line.error_type, TYPE_CHARS) or "Error"
    said = reported(texts.get(line.error_id, line.title), MESSAGE_CHARS) or "(no message)"
    text = f"{_LABELS[section.kind]}: {place}: {what}: {said} ({reported(line.detail, MESSAGE_CHARS)})"
    return DigestTextLine(line.severity, text, error_link(root, line.error_id))
