"""Errors ready to be stored, for tests of use cases."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from domain.error_log import PreparedError
from domain.error_report import ErrorReport
from domain.grouping.fingerprint import Fingerprint
from domain.severity import Severity
from tests.support.strategies import NOON


def a_prepared_error(
    *,
    pattern: str = "a",
    service: str = "java",
    severity: Severity = Severity.CRITICAL,
    at: datetime = NOON,
    event_id: UUID | None = None,
    message: str = "Connection failed",
    user_id: str | None = None,
    release: str | None = None,
    trusted: bool = True,
) -> PreparedError:
    """One error; equal `pattern`s are alike, and equal messages under one `event_id` are repeats."""
    report = ErrorReport(
        service=service,
        error_type="DatabaseError",
        message=message,
        severity=severity,
        event_id=event_id,
        user_id=user_id,
        release=release,
    )
    return PreparedError(
        id=uuid4(),
        report=report,
        fingerprint=Fingerprint(hashlib.sha256(f"{service}{pattern}".encode()).hexdigest(), "v1", message),
        received_at=at,
        occurred_at=at,
        trusted=trusted,
        body_digest=message.encode(),
        user_digest=None if user_id is None else user_id.encode(),
    )
