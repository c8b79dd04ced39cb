"""Notifications and attempts."""

from typing import Any

from sqlalchemy import Row

from domain.delivery import Attempt, Channel, DeliveryOutcome
from domain.notification import DeathReason, Notification, NotificationKind, NotificationState
from domain.severity import Severity


def notification_to_row(notification: Notification) -> dict[str, Any]:
    """Every column."""
    row = notification_changes_to_row(notification)
    row["id"] = row.pop("key")
    row["developer_id"] = notification.developer_id
    row["channel"] = notification.channel.value
    row["recipient"] = notification.recipient
    row["created_at"] = notification.created_at
    row["kind"] = notification.kind.value
    return row


def notification_changes_to_row(notification: Notification) -> dict[str, Any]:
    """The columns that can change, and `key` for the id."""
    death = notification.death_reason
    return {
        "key": notification.id,
        "episode_id": notification.episode_id,
        "pattern_id": notification.pattern_id,
        "error_id": notification.error_id,
        "severity": notification.severity.rank,
        "trusted": notification.trusted,
        "reason": notification.reason,
        "state": notification.state.value,
        "expires_at": notification.expires_at,
        "next_attempt_at": notification.next_attempt_at,
        "attempts": notification.attempts,
        "answers": notification.answers,
        "unreachable": notification.unreachable,
        "lease_owner": notification.lease_owner,
        "lease_until": notification.lease_until,
        "accepted_at": notification.accepted_at,
        "delivered_at": notification.delivered_at,
        "read_at": notification.read_at,
        "last_answer": notification.last_answer,
        "death_reason": None if death is None else death.value,
        "sent_from": notification.sent_from,
        "level": notification.level,
        "repeats": notification.repeats,
        "provider_id": notification.provider_id,
        "poll_at": notification.poll_at,
        "further_at": notification.further_at,
        "digest_id": notification.digest_id,
        "frozen_at": notification.frozen_at,
        "body": notification.body,
    }


def notification_from_row(row: Row[Any]) -> Notification:
    """The notification as it was stored."""
    return Notification(
        id=row.id,
        episode_id=row.episode_id,
        pattern_id=row.pattern_id,
        error_id=row.error_id,
        developer_id=row.developer_id,
        channel=Channel(row.channel),
        recipient=row.recipient,
        severity=Severity.from_rank(row.severity),
        reason=row.reason,
        state=NotificationState(row.state),
        created_at=row.created_at,
        expires_at=row.expires_at,
        next_attempt_at=row.next_attempt_at,
        trusted=row.trusted,
        attempts=row.attempts,
        answers=row.answers,
        unreachable=row.unreachable,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        accepted_at=row.accepted_at,
        delivered_at=row.delivered_at,
        read_at=row.read_at,
        last_answer=row.last_answer,
        death_reason=None if row.death_reason is None else DeathReason(row.death_reason),
        sent_from=row.sent_from,
        kind=NotificationKind(row.kind),
        level=row.level,
        repeats=row.repeats,
        provider_id=row.provider_id,
        poll_at=row.poll_at,
        further_at=row.further_at,
        digest_id=row.digest_id,
        frozen_at=row.frozen_at,
        body=row.body,
    )


def attempt_to_row(attempt: Attempt) -> dict[str, Any]:
    """Every column."""
    return {
        "id": attempt.id,
        "notification_id": attempt.notification_id,
        "number": attempt.number,
        "worker": attempt.worker,
        "started_at": attempt.started_at,
        "ended_at": attempt.ended_at,
        "outcome": None if attempt.outcome is None else attempt.outcome.value,
        "answer": attempt.answer,
    }


def attempt_from_row(row: Row[Any]) -> Attempt:
    """The attempt as it was stored."""
    return Attempt(
        id=row.id,
        notification_id=row.notification_id,
        number=row.number,
        worker=row.worker,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=None if row.outcome is None else DeliveryOutcome(row.outcome),
        answer=row.answer,
    )
