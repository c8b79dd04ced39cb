"""Patterns."""

from typing import Any

from sqlalchemy import Row

from domain.error_pattern import ErrorPattern, PatternStatus
from domain.severity import Severity


def pattern_to_row(pattern: ErrorPattern) -> dict[str, Any]:
    """Every column."""
    row = pattern_changes_to_row(pattern)
    row["id"] = row.pop("key")
    row["service"] = pattern.service
    row["error_type"] = pattern.error_type
    row["title"] = pattern.title
    row["culprit"] = pattern.culprit
    row["fingerprint"] = pattern.fingerprint
    row["rules"] = pattern.rules
    return row


def pattern_changes_to_row(pattern: ErrorPattern) -> dict[str, Any]:
    """The columns that can change, and `key` for the id."""
    return {
        "key": pattern.id,
        "severity": pattern.severity.rank,
        "first_seen": pattern.first_seen,
        "last_seen": pattern.last_seen,
        "first_release": pattern.first_release,
        "last_release": pattern.last_release,
        "status": pattern.status.value,
        "occurrences": pattern.occurrences,
        "users_affected": pattern.users_affected,
        "episodes": pattern.episodes,
        "resolved_at": pattern.resolved_at,
        "resolved_in_release": pattern.resolved_in_release,
        "ignored_until": pattern.ignored_until,
        "ignored_until_count": pattern.ignored_until_count,
        "ignored_until_release": pattern.ignored_until_release,
        "merged_into": pattern.merged_into,
    }


def pattern_from_row(row: Row[Any]) -> ErrorPattern:
    """The pattern as it was stored."""
    return ErrorPattern(
        id=row.id,
        service=row.service,
        error_type=row.error_type,
        title=row.title,
        culprit=row.culprit,
        fingerprint=row.fingerprint,
        rules=row.rules,
        severity=Severity.from_rank(row.severity),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        first_release=row.first_release,
        last_release=row.last_release,
        status=PatternStatus(row.status),
        occurrences=row.occurrences,
        users_affected=row.users_affected,
        episodes=row.episodes,
        resolved_at=row.resolved_at,
        resolved_in_release=row.resolved_in_release,
        ignored_until=row.ignored_until,
        ignored_until_count=row.ignored_until_count,
        ignored_until_release=row.ignored_until_release,
        merged_into=row.merged_into,
    )
