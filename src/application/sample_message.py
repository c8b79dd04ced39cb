"""A message that tells of nothing, to see whether messages arrive."""

from datetime import datetime, timedelta
from uuid import UUID

from application.notice_words import TEST_NEWS, TEST_REASON
from application.ports.notifier import Message
from domain.delivery import Channel
from domain.episode import Episode, TriageReason
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern
from domain.error_report import ErrorReport
from domain.notification import Notification, NotificationState
from domain.severity import Severity

__all__ = ["TEST_NEWS", "is_test", "sample_message"]

_LIFETIME = timedelta(hours=1)


def sample_message(message_id: UUID, *, channel: Channel, recipient: str, now: datetime) -> Message:
    """A message of an error that never was; all its ids are `message_id`, so that nothing is found by them."""
    report = ErrorReport(
        service="error-logging",
        error_type="TestMessage",
        message="A test of how messages arrive",
        severity=Severity.INFO,
        environment="test",
    )
    return Message(
        notification=_notification(message_id, channel, recipient, now),
        error=_error(message_id, report, now),
        pattern=_pattern(message_id, report, now),
        episode=_episode(message_id, report, now),
        owner_name=None,
        idempotency_key=str(message_id),
    )


def is_test(message: Message) -> bool:
    """Whether it is a sample."""
    return message.notification.reason == TEST_REASON


def _notification(message_id: UUID, channel: Channel, recipient: str, now: datetime) -> Notification:
    return Notification(
        id=message_id,
        episode_id=message_id,
        pattern_id=message_id,
        error_id=message_id,
        developer_id=None,
        channel=channel,
        recipient=recipient,
        severity=Severity.INFO,
        reason=TEST_REASON,
        state=NotificationState.SENDING,
        created_at=now,
        expires_at=now + _LIFETIME,
        next_attempt_at=None,
    )


def _error(message_id: UUID, report: ErrorReport, now: datetime) -> ErrorLog:
    return ErrorLog(
        id=message_id,
        report=report,
        pattern_id=message_id,
        episode_id=message_id,
        status=ErrorStatus.OPEN,
        assigned_to=None,
        received_at=now,
        occurred_at=now,
        expires_at=now + _LIFETIME,
        trusted=True,
    )


def _pattern(message_id: UUID, report: ErrorReport, now: datetime) -> ErrorPattern:
    return ErrorPattern(
        id=message_id,
        service=report.service,
        error_type=report.error_type,
        title=report.message,
        culprit="",
        fingerprint="0" * 64,
        rules="v1",
        severity=report.severity,
        first_seen=now,
        last_seen=now,
    )


def _episode(message_id: UUID, report: ErrorReport, now: datetime) -> Episode:
    return Episode(
        id=message_id,
        pattern_id=message_id,
        service=report.service,
        environment=report.environment,
        opened_at=now,
        severity=report.severity,
        opened_because=TriageReason.NEW,
        first_error_id=message_id,
        last_error_id=message_id,
        last_error_at=now,
        errors=1,
    )
