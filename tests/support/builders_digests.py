"""Messages that tell of several episodes, as they are kept from their first claim on."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from application.ports.notifier import Message
from application.summary_body import Section, SectionKind, SummaryBody, SummaryLine, to_text
from domain.notification import NotificationKind
from domain.severity import Severity
from tests.support.builders_notices import a_message, an_id

_MOST_CHARS = 300


def a_digest(text: str, lines: int = 2, *, left_out: int = 0, **notice: Any) -> Message:
    """A digest that says this in every line."""
    said = dict.fromkeys(("service", "environment", "error_type", "message"), text[:_MOST_CHARS])
    counts = {"errors": 3, "news": "new_pattern", "count": 2, "level": 0, "over": False}
    line = {"severity": "high", "error_id": str(an_id(0xD)), **said, **counts}
    return _several(NotificationKind.DIGEST, json.dumps({"lines": [line] * lines, "left_out": left_out}), notice)


def a_summary(text: str, lines: int = 2, **notice: Any) -> Message:
    """A daily summary that says this in every line."""
    said = dict.fromkeys(("service", "environment", "error_type", "title", "detail"), text[:_MOST_CHARS])
    line = SummaryLine(severity=Severity.HIGH, error_id=an_id(0xD), **said)
    section = Section(kind=SectionKind.NEW, total=lines, lines=(line,) * lines)
    return _several(NotificationKind.SUMMARY, to_text(SummaryBody(day=date(2026, 11, 23), sections=(section,))), notice)


SEVERAL = {"digest": a_digest, "summary": a_summary}
"""What makes each kind."""


def _several(kind: NotificationKind, body: str, notice: dict[str, Any]) -> Message:
    message = a_message(**notice)
    return replace(message, notification=replace(message.notification, kind=kind, body=body))
