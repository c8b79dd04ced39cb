"""Rotations, who takes spans of them, and who is away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.on_call.duty import OnCall, Override, Plan, TimeOff
from domain.on_call.rotation import Rotation


class OnCallRepository(Protocol):
    """What says who is on call, of one unit of work."""

    def at(self, moment: datetime, service: str | None) -> OnCall:
        """Who is on call for the service at that moment, None for any, and who is away then. Two queries."""
        ...

    def plan(self, begin: datetime, end: datetime) -> Plan:
        """All that says who is on call from one moment until just before another: rotations by name, removed ones that
        held then too; overrides and time off that have a part in it; who can be asked. Two queries.
        """
        ...

    def add_rotation(self, rotation: Rotation) -> None:
        """Store a new rotation."""
        ...

    def save_rotation(self, rotation: Rotation) -> None:
        """Overwrite one rotation."""
        ...

    def rotation(self, rotation_id: UUID) -> Rotation | None:
        """One rotation, removed ones too, or None."""
        ...

    def lock_rotation(self, rotation_id: UUID) -> Rotation | None:
        """One rotation as now stored, removed ones too, or None; nobody else changes the row until this unit of work
        ends.
        """
        ...

    def rotations(self) -> Sequence[Rotation]:
        """All by name, except removed ones."""
        ...

    def add_override(self, override: Override) -> None:
        """Store a new override."""
        ...

    def override(self, override_id: UUID) -> Override | None:
        """One override or None."""
        ...

    def remove_override(self, override_id: UUID) -> None:
        """Delete it for good, if it is there."""
        ...

    def overrides_of(self, rotation_id: UUID, *, after: datetime) -> Sequence[Override]:
        """Those that end after that moment, the earliest first."""
        ...

    def add_time_off(self, time_off: TimeOff) -> None:
        """Store a new span of time off."""
        ...

    def time_off(self, time_off_id: UUID) -> TimeOff | None:
        """One span or None."""
        ...

    def remove_time_off(self, time_off_id: UUID) -> None:
        """Delete it for good, if it is there."""
        ...

    def time_off_of(self, developer_id: UUID, *, after: datetime) -> Sequence[TimeOff]:
        """Those of one developer that end after that moment, the earliest first."""
        ...
