"""Rotations, who takes spans of them, and who is away, in SQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Table, and_, bindparam, delete, insert, or_, select, true, update

from adapters.outbound.sql.mapping.on_call import (
    override_from_row,
    override_to_row,
    rotation_from_row,
    rotation_to_row,
    time_off_from_row,
    time_off_to_row,
)
from adapters.outbound.sql.mapping.people import developer_from_row
from adapters.outbound.sql.tables import DEVELOPER_ASSIGNMENTS, ON_CALL_OVERRIDES, ON_CALL_ROTATIONS, TIME_OFF
from domain.on_call.duty import OnCall, Override, Plan, TimeOff, on_call_at
from domain.on_call.rotation import Rotation

_ROTATION, _OVERRIDE, _OFF, _DEVELOPER = (
    ON_CALL_ROTATIONS.c,
    ON_CALL_OVERRIDES.c,
    TIME_OFF.c,
    DEVELOPER_ASSIGNMENTS.c,
)
_SPAN = "span_"
"""Before the names of the joined table's columns: both have an id."""
_INSTANT = timedelta(microseconds=1)
_BEGIN: BindParameter[datetime] = bindparam("begin")
_END: BindParameter[datetime] = bindparam("end")
_KEY: BindParameter[UUID] = bindparam("key")


def _prefixed(table: Table) -> list[Any]:
    return [column.label(f"{_SPAN}{column.name}") for column in table.c]


_IN_SPAN = and_(_OVERRIDE.starts_at < _END, _OVERRIDE.ends_at > _BEGIN)
_OFF_IN_SPAN = and_(_OFF.starts_at < _END, _OFF.ends_at > _BEGIN)
_ROTATIONS_IN_SPAN = (
    select(ON_CALL_ROTATIONS, *_prefixed(ON_CALL_OVERRIDES))
    .outerjoin(ON_CALL_OVERRIDES, and_(_OVERRIDE.rotation_id == _ROTATION.id, _IN_SPAN))
    .where(or_(_ROTATION.removed_at.is_(None), _ROTATION.removed_at > _BEGIN))
    .order_by(_ROTATION.name, _ROTATION.id, _OVERRIDE.starts_at, _OVERRIDE.id)
)
_PEOPLE_IN_SPAN = (
    select(DEVELOPER_ASSIGNMENTS, *_prefixed(TIME_OFF))
    .outerjoin(TIME_OFF, and_(_OFF.developer_id == _DEVELOPER.id, _OFF_IN_SPAN))
    .where(_DEVELOPER.active == true(), _DEVELOPER.removed_at.is_(None))
    .order_by(_DEVELOPER.id, _OFF.starts_at, _OFF.id)
)
_ADD_ROTATION = insert(ON_CALL_ROTATIONS)
_SAVE_ROTATION = update(ON_CALL_ROTATIONS).where(_ROTATION.id == _KEY)
_GET_ROTATION = select(ON_CALL_ROTATIONS).where(_ROTATION.id == _KEY)
_LOCK_ROTATION = _GET_ROTATION.with_for_update()
_ALL_ROTATIONS = select(ON_CALL_ROTATIONS).where(_ROTATION.removed_at.is_(None)).order_by(_ROTATION.name, _ROTATION.id)
_ADD_OVERRIDE = insert(ON_CALL_OVERRIDES)
_GET_OVERRIDE = select(ON_CALL_OVERRIDES).where(_OVERRIDE.id == _KEY)
_REMOVE_OVERRIDE = delete(ON_CALL_OVERRIDES).where(_OVERRIDE.id == _KEY)
_OVERRIDES_OF = (
    select(ON_CALL_OVERRIDES)
    .where(_OVERRIDE.rotation_id == _KEY, _OVERRIDE.ends_at > _BEGIN)
    .order_by(_OVERRIDE.starts_at, _OVERRIDE.id)
)
_ADD_OFF = insert(TIME_OFF)
_GET_OFF = select(TIME_OFF).where(_OFF.id == _KEY)
_REMOVE_OFF = delete(TIME_OFF).where(_OFF.id == _KEY)
_OFF_OF = select(TIME_OFF).where(_OFF.developer_id == _KEY, _OFF.ends_at > _BEGIN).order_by(_OFF.starts_at, _OFF.id)


class SqlOnCallRepository:
    """`OnCallRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, moment: datetime, service: str | None) -> OnCall:
        """See the port."""
        return on_call_at(self.plan(moment, moment + _INSTANT), moment, service)

    def plan(self, begin: datetime, end: datetime) -> Plan:
        """See the port."""
        span = {"begin": begin, "end": end}
        rotations = self._connection.execute(_ROTATIONS_IN_SPAN, span).all()
        people = self._connection.execute(_PEOPLE_IN_SPAN, span).all()
        return Plan(
            # A row for each override, or one without any.
            rotations=tuple({row.id: rotation_from_row(row) for row in rotations}.values()),
            overrides=tuple(override_from_row(row, _SPAN) for row in rotations if row.span_id is not None),
            time_off=tuple(time_off_from_row(row, _SPAN) for row in people if row.span_id is not None),
            developers={row.id: developer_from_row(row) for row in people},
        )

    def add_rotation(self, rotation: Rotation) -> None:
        """See the port."""
        self._connection.execute(_ADD_ROTATION, rotation_to_row(rotation))

    def save_rotation(self, rotation: Rotation) -> None:
        """See the port."""
        row = rotation_to_row(rotation)
        self._connection.execute(_SAVE_ROTATION, {"key": row.pop("id"), **row})

    def rotation(self, rotation_id: UUID) -> Rotation | None:
        """See the port."""
        row = self._connection.execute(_GET_ROTATION, {"key": rotation_id}).one_or_none()
        return None if row is None else rotation_from_row(row)

    def lock_rotation(self, rotation_id: UUID) -> Rotation | None:
        """See the port."""
        row = self._connection.execute(_LOCK_ROTATION, {"key": rotation_id}).one_or_none()
        return None if row is None else rotation_from_row(row)

    def rotations(self) -> Sequence[Rotation]:
        """See the port."""
        return [rotation_from_row(row) for row in self._connection.execute(_ALL_ROTATIONS)]

    def add_override(self, override: Override) -> None:
        """See the port."""
        self._connection.execute(_ADD_OVERRIDE, override_to_row(override))

    def override(self, override_id: UUID) -> Override | None:
        """See the port."""
        row = self._connection.execute(_GET_OVERRIDE, {"key": override_id}).one_or_none()
        return None if row is None else override_from_row(row)

    def remove_override(self, override_id: UUID) -> None:
        """See the port."""
        self._connection.execute(_REMOVE_OVERRIDE, {"key": override_id})

    def overrides_of(self, rotation_id: UUID, *, after: datetime) -> Sequence[Override]:
        """See the port."""
        found = self._connection.execute(_OVERRIDES_OF, {"key": rotation_id, "begin": after})
        return [override_from_row(row) for row in found]

    def add_time_off(self, time_off: TimeOff) -> None:
        """See the port."""
        self._connection.execute(_ADD_OFF, time_off_to_row(time_off))

    def time_off(self, time_off_id: UUID) -> TimeOff | None:
        """See the port."""
        row = self._connection.execute(_GET_OFF, {"key": time_off_id}).one_or_none()
        return None if row is None else time_off_from_row(row)

    def remove_time_off(self, time_off_id: UUID) -> None:
        """See the port."""
        self._connection.execute(_REMOVE_OFF, {"key": time_off_id})

    def time_off_of(self, developer_id: UUID, *, after: datetime) -> Sequence[TimeOff]:
        """See the port."""
        return [
            time_off_from_row(row) for row in self._connection.execute(_OFF_OF, {"key": developer_id, "begin": after})
        ]
