"""Escalations."""

from typing import Any

from sqlalchemy import Row

from domain.escalation import Escalation, EscalationReason


def escalation_to_row(escalation: Escalation) -> dict[str, Any]:
    """Every column but the number, which the database gives."""
    return {
        "episode_id": escalation.episode_id,
        "level": escalation.level,
        "from_id": escalation.from_id,
        "to_id": escalation.to_id,
        "reason": escalation.reason.value,
        "at": escalation.at,
    }


def escalation_from_row(row: Row[Any]) -> Escalation:
    """The escalation as it was stored."""
    return Escalation(
        episode_id=row.episode_id,
        level=row.level,
        from_id=row.from_id,
        to_id=row.to_id,
        reason=EscalationReason(row.reason),
        at=row.at,
    )
