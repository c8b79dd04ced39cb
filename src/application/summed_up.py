"""What a message that tells of several episodes says."""

from application import digest_text
from application.digest_text import DigestText
from application.ports.notifier import Message
from application.summary_text import compose_summary
from domain.notification import NotificationKind


def compose_digest(message: Message, dashboard_url: str) -> DigestText:
    """Put a digest, or the day's summary, into words. Never raises for anything that was reported."""
    if message.notification.kind is NotificationKind.SUMMARY:
        return compose_summary(message, dashboard_url)
    return digest_text.compose_digest(message, dashboard_url)
