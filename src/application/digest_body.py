"""What a digest says, as it is kept from its first claim on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.alerting import NoticeReason
from domain.notification import Notification
from domain.severity import Severity

_LONGEST_TEXT = 300
"""Characters of a field; more is never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """One episode of which something was held back. `over` says whether there is nothing to do about it any more."""

    notice: Notification
    service: str
    environment: str
    error_type: str
    message: str
    errors: int
    news: str
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenLine:
    """The same as it is kept: `count` news, of which `news` is the last. `pattern_id` is None where an older release
    froze it.
    """

    severity: Severity
    error_id: UUID
    service: str
    environment: str
    error_type: str
    message: str
    errors: int
    news: str
    count: int
    level: int
    over: bool
    pattern_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DigestBody:
    """All that a digest says; `left_out` lines had no room."""

    lines: tuple[FrozenLine, ...]
    left_out: int


def held_as(news: NoticeReason) -> str:
    """What a held notice keeps: what it would have been told as, since its reason says why it is held."""
    return json.dumps({"news": news.value})


def news_held(notice: Notification) -> str:
    """What a held notice would have been told as."""
    return str(json.loads(notice.body)["news"]) if notice.body else notice.reason


def body_of(lines: Sequence[DigestLine], *, left_out: int) -> str:
    """The text that is kept."""
    return json.dumps({"lines": [_to_json(line) for line in lines], "left_out": left_out})


def digest_body(text: str | None) -> DigestBody:
    """What was kept; nothing where it is not frozen yet."""
    if text is None:
        return DigestBody((), 0)
    said = json.loads(text)
    return DigestBody(tuple(_from_json(line) for line in said["lines"]), said["left_out"])


def without_words_of(text: str, error_id: UUID) -> str:
    """What was kept, without the message of that error."""
    said = json.loads(text)
    lines = [{**line, "message": ""} if line["error_id"] == str(error_id) else line for line in said["lines"]]
    return json.dumps({**said, "lines": lines})


def _to_json(line: DigestLine) -> dict[str, str | int | bool]:
    return {
        "severity": line.notice.severity.value,
        "error_id": str(line.notice.error_id),
        "pattern_id": str(line.notice.pattern_id),
        "service": line.service[:_LONGEST_TEXT],
        "environment": line.environment[:_LONGEST_TEXT],
        "error_type": line.error_type[:_LONGEST_TEXT],
        "message": line.message[:_LONGEST_TEXT],
        "errors": line.errors,
        "news": line.news,
        "count": line.notice.repeats + 1,
        "level": line.notice.level,
        "over": line.over,
    }


def _from_json(said: dict[str, str | int | bool]) -> FrozenLine:
    return FrozenLine(
        severity=Severity(str(said["severity"])),
        error_id=UUID(str(said["error_id"])),
        service=str(said["service"]),
        environment=str(said["environment"]),
        error_type=str(said["error_type"]),
        message=str(said["message"]),
        errors=int(said["errors"]),
        news=str(said["news"]),
        count=int(said["count"]),
        level=int(said["level"]),
        over=bool(said["over"]),
        pattern_id=UUID(str(said["pattern_id"])) if "pattern_id" in said else None,
    )
