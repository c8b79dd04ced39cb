"""What a message says, by the names of a template's placeholders."""

from collections.abc import Mapping

from application.notice import compose, compose_digest
from application.ports.notifier import Message
from application.sample_message import TEST_NEWS, is_test
from domain.display_text import safe_line, unlinked
from domain.error_report import JsonValue
from domain.notification import NotificationKind

_NAME_CHARS = 80


def values_of(message: Message, dashboard_url: str) -> Mapping[str, JsonValue]:
    """A value for each placeholder. Text is as in all channels: harmless to show, its links broken up."""
    notice, notification = compose(message, dashboard_url), message.notification
    episode, release = message.episode, message.error.report.release
    return {
        "kind": notification.kind.value,
        "title": notice.subject,
        "severity": notice.severity.value,
        "service": notice.service,
        "environment": notice.environment,
        "error_type": notice.error_type,
        "message": notice.message,
        "news": notice.news,
        "reason": notice.reason,
        "reason_code": notification.reason,
        "owner": None if message.owner_name is None else _named(message.owner_name),
        "level": notification.level,
        "count": episode.errors,
        "users": message.pattern.users_affected,
        "since": episode.opened_at.isoformat(),
        "release": None if release is None else _named(release),
        "next_step": notice.next_step,
        "lines": [],
        "link": notice.link,
        "acknowledge_url": message.acknowledge_url,
        "episode_id": str(episode.id),
        "pattern_id": str(message.pattern.id),
        "error_id": str(message.error.id),
        "notification_id": str(notification.id),
        **_of_kind(message, dashboard_url),
    }


def _of_kind(message: Message, dashboard_url: str) -> Mapping[str, JsonValue]:
    """What is said differently where it is no notice of news; a digest's other fields are those of its worst line."""
    if is_test(message):
        why = "You are told because somebody asked for it."
        return {"kind": "test", "title": TEST_NEWS, "news": TEST_NEWS, "reason": why}
    if message.notification.kind is NotificationKind.NOTICE:
        return {}
    digest = compose_digest(message, dashboard_url)
    lines: list[JsonValue] = [
        {"severity": line.severity.value, "text": line.text, "link": line.link} for line in digest.lines
    ]
    return {
        # Frozen as the lines are, so that a second attempt says the same.
        "owner": None,
        "users": None,
        "since": None,
        "release": None,
        "title": digest.title,
        "message": digest.title,
        "news": digest.title,
        "reason": digest.footer,
        "count": len(lines),
        "next_step": digest.more or "",
        "lines": lines,
        "link": digest.link,
    }


def _named(text: str) -> str:
    return unlinked(safe_line(text, _NAME_CHARS))
