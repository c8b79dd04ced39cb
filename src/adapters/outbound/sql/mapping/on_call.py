"""Rotations, overrides and time off."""

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from domain.on_call.duty import Override, TimeOff
from domain.on_call.rotation import Rotation, Weekday

_WEEKDAYS = {day.number: day for day in Weekday}


def rotation_to_row(rotation: Rotation) -> dict[str, Any]:
    """Every column."""
    return {
        "id": rotation.id,
        "name": rotation.name,
        "services": to_text(sorted(rotation.services)),
        "time_zone": rotation.time_zone,
        "hand_over_time": rotation.hand_over_time.strftime("%H:%M"),
        "hand_over_weekday": rotation.hand_over_weekday.number,
        "weeks": rotation.weeks,
        "starts_on": rotation.starts_on.isoformat(),
        "members": to_text([str(member) for member in rotation.members]),
        "created_at": rotation.created_at,
        "removed_at": rotation.removed_at,
    }


def rotation_from_row(row: Row[Any]) -> Rotation:
    """The rotation as stored."""
    return Rotation(
        id=row.id,
        name=row.name,
        services=frozenset(from_text(row.services)),
        time_zone=row.time_zone,
        hand_over_time=time.fromisoformat(row.hand_over_time),
        hand_over_weekday=_WEEKDAYS[row.hand_over_weekday],
        weeks=row.weeks,
        starts_on=date.fromisoformat(row.starts_on),
        members=tuple(UUID(member) for member in from_text(row.members)),
        created_at=row.created_at,
        removed_at=row.removed_at,
    )


def override_to_row(override: Override) -> dict[str, Any]:
    """Every column."""
    return {
        "id": override.id,
        "rotation_id": override.rotation_id,
        "developer_id": override.developer_id,
        "starts_at": override.begin,
        "ends_at": override.end,
        "created_by": override.created_by,
        "created_at": override.created_at,
    }


def override_from_row(row: Row[Any], prefix: str = "") -> Override:
    """The override as stored, in columns that have the prefix before their names."""
    found = row._mapping  # noqa: SLF001
    return Override(
        id=found[f"{prefix}id"],
        rotation_id=found[f"{prefix}rotation_id"],
        developer_id=found[f"{prefix}developer_id"],
        begin=found[f"{prefix}starts_at"],
        end=found[f"{prefix}ends_at"],
        created_by=found[f"{prefix}created_by"],
        created_at=found[f"{prefix}created_at"],
    )


def time_off_to_row(time_off: TimeOff) -> dict[str, Any]:
    """Every column."""
    return {
        "id": time_off.id,
        "developer_id": time_off.developer_id,
        "starts_at": time_off.begin,
        "ends_at": time_off.end,
        "reason": time_off.reason,
        "created_at": time_off.created_at,
    }


def time_off_from_row(row: Row[Any], prefix: str = "") -> TimeOff:
    """The time off as stored, in columns that have the prefix before their names."""
    found = row._mapping  # noqa: SLF001
    return TimeOff(
        id=found[f"{prefix}id"],
        developer_id=found[f"{prefix}developer_id"],
        begin=found[f"{prefix}starts_at"],
        end=found[f"{prefix}ends_at"],
        reason=found[f"{prefix}reason"],
        created_at=found[f"{prefix}created_at"],
    )
