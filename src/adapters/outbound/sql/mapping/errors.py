"""Errors and event keys."""

from typing import Any

from sqlalchemy import Row

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from application.ports.event_key_repository import EventKey
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_report import ErrorReport, Mark, MarkReason
from domain.placement_reason import PlacementReason
from domain.severity import Severity

_STATUSES = {status.value: status for status in ErrorStatus}


def error_to_row(error: ErrorLog) -> dict[str, Any]:
    """Every column."""
    report = error.report
    return {
        "id": error.id,
        "pattern_id": error.pattern_id,
        "episode_id": error.episode_id,
        "assigned_to": error.assigned_to,
        "status": error.status.value,
        "severity": report.severity.rank,
        "trusted": error.trusted,
        "received_at": error.received_at,
        "occurred_at": error.occurred_at,
        "expires_at": error.expires_at,
        "resolved_at": error.resolved_at,
        "deleted_at": error.deleted_at,
        "service": report.service,
        "environment": report.environment,
        "error_type": report.error_type,
        "release": report.release,
        "endpoint": report.endpoint,
        "status_code": report.status_code,
        "user_id": report.user_id,
        "session_id": report.session_id,
        "event_id": report.event_id,
        "sender_occurred_at": report.occurred_at,
        "sent_at": report.sent_at,
        "sender_fingerprint": report.fingerprint,
        "url": report.url,
        "user_agent": report.user_agent,
        "marks": _marks_to_text(report.marks),
        "message": report.message,
        "stack_trace": report.stack_trace,
        "context": to_text(report.context),
        "placement": None if error.placement is None else error.placement.value,
    }


def error_changes_to_row(error: ErrorLog) -> dict[str, Any]:
    """The columns that can change, and `key` for the id."""
    return {
        "key": error.id,
        "episode_id": error.episode_id,
        "status": error.status.value,
        "assigned_to": error.assigned_to,
        "severity": error.severity.rank,
        "expires_at": error.expires_at,
        "resolved_at": error.resolved_at,
        "deleted_at": error.deleted_at,
    }


def error_from_row(row: Row[Any]) -> ErrorLog:
    """The error as it was stored."""
    return ErrorLog(
        id=row.id,
        report=_report_from_row(row),
        pattern_id=row.pattern_id,
        episode_id=row.episode_id,
        status=_STATUSES[row.status],
        assigned_to=row.assigned_to,
        received_at=row.received_at,
        occurred_at=row.occurred_at,
        expires_at=row.expires_at,
        trusted=row.trusted,
        resolved_at=row.resolved_at,
        deleted_at=row.deleted_at,
        placement=None if row.placement is None else PlacementReason(row.placement),
    )


def _report_from_row(row: Row[Any]) -> ErrorReport:
    return ErrorReport(
        service=row.service,
        error_type=row.error_type,
        message=row.message,
        severity=Severity.from_rank(row.severity),
        environment=row.environment,
        endpoint=row.endpoint,
        status_code=row.status_code,
        release=row.release,
        user_id=row.user_id,
        session_id=row.session_id,
        url=row.url,
        user_agent=row.user_agent,
        stack_trace=row.stack_trace,
        context=from_text(row.context),
        event_id=row.event_id,
        occurred_at=row.sender_occurred_at,
        sent_at=row.sent_at,
        fingerprint=row.sender_fingerprint,
        marks=_marks_from_text(row.marks),
    )


def _marks_to_text(marks: tuple[Mark, ...]) -> str | None:
    return to_text([[mark.field, mark.reason.value, mark.detail] for mark in marks]) if marks else None


def _marks_from_text(text: str | None) -> tuple[Mark, ...]:
    if text is None:
        return ()
    return tuple(Mark(field, MarkReason(reason), detail) for field, reason, detail in from_text(text))


def event_key_to_row(key: EventKey) -> dict[str, Any]:
    """Every column."""
    return {
        "service": key.service,
        "event_id": key.event_id,
        "error_id": key.error_id,
        "body_digest": key.body_digest,
        "expires_at": key.expires_at,
    }


def event_key_from_row(row: Row[Any]) -> EventKey:
    """The key as it was stored."""
    return EventKey(row.service, row.event_id, row.error_id, row.body_digest, row.expires_at)
