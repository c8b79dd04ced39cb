"""Records for tests of stores: valid, alike, with only what the test is about named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from domain.delivery import Attempt, Channel
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_pattern import ErrorPattern
from domain.error_report import ErrorReport
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState
from domain.severity import Severity
from tests.support.strategies import NOON


def a_pattern(**changes: Any) -> ErrorPattern:
    """A pattern that counts nothing yet."""
    pattern_id = changes.pop("id", None) or uuid4()
    pattern = ErrorPattern(
        id=pattern_id,
        service="java",
        error_type="DatabaseError",
        title="Connection failed",
        culprit="pool in acquire",
        fingerprint=pattern_id.hex * 2,
        rules="v1",
        severity=Severity.HIGH,
        first_seen=NOON,
        last_seen=NOON,
    )
    return replace(pattern, **changes)


_numbers = count()


def an_id(at: datetime) -> UUID:
    """A UUIDv7 for that moment, after all that were given for it before."""
    ahead_ms, counter = divmod(next(_numbers), 1 << 12)
    milliseconds = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1) + ahead_ms
    return UUID(int=milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62)


def an_error(**changes: Any) -> ErrorLog:
    """An open error of no episode; `service`, `severity` and `message` go into its report."""
    report = ErrorReport(
        service=changes.pop("service", "java"),
        error_type=changes.pop("error_type", "DatabaseError"),
        message=changes.pop("message", "Connection failed"),
        severity=changes.pop("severity", Severity.HIGH),
        environment=changes.pop("environment", "production"),
    )
    at: datetime = changes.pop("at", NOON)
    error = ErrorLog(
        id=an_id(at),
        report=report,
        pattern_id=uuid4(),
        episode_id=None,
        status=ErrorStatus.OPEN,
        assigned_to=None,
        received_at=at,
        occurred_at=at,
        expires_at=at + timedelta(days=90),
        trusted=True,
    )
    return replace(error, **changes)


def an_episode(**changes: Any) -> Episode:
    """An open episode without owner and mark, which counts nothing yet."""
    error_id = uuid4()
    episode = Episode(
        id=uuid4(),
        pattern_id=uuid4(),
        service="java",
        environment="production",
        opened_at=NOON,
        severity=Severity.HIGH,
        opened_because=TriageReason.NEW,
        first_error_id=error_id,
        last_error_id=error_id,
        last_error_at=NOON,
    )
    return replace(episode, **changes)


def a_developer(name: str = "Ada", **changes: Any) -> Developer:
    """An active developer for every service, with an address of that name."""
    developer = Developer(
        id=uuid4(),
        name=name,
        email=f"{name.lower()}@example.org",
        services=frozenset({"*"}),
        created_at=NOON,
    )
    return replace(developer, **changes)


def a_notification(**changes: Any) -> Notification:
    """A pending notification, due at noon."""
    notification = Notification(
        id=uuid4(),
        episode_id=uuid4(),
        pattern_id=uuid4(),
        error_id=uuid4(),
        developer_id=None,
        channel=Channel.EMAIL,
        recipient="ada@example.org",
        severity=Severity.HIGH,
        reason="new_pattern",
        state=NotificationState.PENDING,
        created_at=NOON,
        expires_at=NOON + timedelta(days=1),
        next_attempt_at=NOON,
    )
    return replace(notification, **changes)


def an_attempt(notification_id: UUID, number: int = 1, **changes: Any) -> Attempt:
    """An attempt that runs."""
    attempt = Attempt(id=uuid4(), notification_id=notification_id, number=number, worker="w1", started_at=NOON)
    return replace(attempt, **changes)


def an_entry(subject_id: UUID, **changes: Any) -> HistoryEntry:
    """An entry about an episode."""
    entry = HistoryEntry(
        subject_kind=SubjectKind.EPISODE, subject_id=subject_id, at=NOON, action="opened", reason="new_pattern"
    )
    return replace(entry, **changes)
