"""Looking at candidates: which of them are all that is wanted."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Connection, LargeBinary, Select, Uuid, bindparam, func, literal, select

from adapters.outbound.sql.tables import ERROR_IS_ALIVE, ERROR_LOGS

_ERROR = ERROR_LOGS.c


def looked_at(candidates: Any, checks: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """For each candidate its id, or null where it does not fit; in no order.

    Args:
        candidates: a source of `id`s.
    """
    # A subquery for each candidate, led by its key: of a join, and of a range of ids, planners make other things at
    # times, such as reading all errors of a service for each candidate.
    found = select(_ERROR.id).where(_ERROR.id == candidates.c.id, ERROR_IS_ALIVE, *checks).correlate(candidates)
    return select(found.scalar_subquery().label("id")).select_from(candidates)


def fitting(connection: Connection, looked: Select[Any], values: Mapping[str, Any] | None = None) -> Sequence[UUID]:
    """The ids that fit."""
    return [error_id for error_id in connection.execute(looked, values or {}).scalars() if error_id is not None]


def of_ids(ids: Sequence[UUID]) -> Any:
    """Candidates of PostgreSQL that are known by id."""
    return select(func.unnest(literal(list(ids), ARRAY(Uuid()))).label("id")).subquery("candidates")


_LOW, _HIGH = bindparam("low", type_=LargeBinary), bindparam("high", type_=LargeBinary)
_PLACE = select(literal(1).label("place")).cte("places", recursive=True)
_PLACES = _PLACE.union_all(select(_PLACE.c.place + 8).where(_PLACE.c.place < bindparam("last")))
_KEYS = ERROR_LOGS.alias("keys")
_ID_WITH_FRONT = (
    select(_KEYS.c.id)
    .where(_KEYS.c.id >= func.substr(_LOW, _PLACES.c.place, 8), _KEYS.c.id < func.substr(_HIGH, _PLACES.c.place, 8))
    .correlate(_PLACES)
    .limit(1)
)
OF_FRONTS = select(_ID_WITH_FRONT.scalar_subquery().label("id")).select_from(_PLACES).subquery("candidates")
"""Candidates of SQLite that are known by the front of the id: handed over as two texts of bytes, since a parameter for
each costs more than looking at it.
"""


def fronts(numbers: Sequence[int]) -> dict[str, Any]:
    """What `OF_FRONTS` wants for these row numbers; a front comes before every id that begins with it."""
    wanted = [number >> 12 << 16 | 0x7000 | number & 0xFFF for number in numbers]
    size = f">{len(wanted)}Q"
    return {
        "low": struct.pack(size, *wanted),
        "high": struct.pack(size, *(front + 1 for front in wanted)),
        "last": 8 * (len(wanted) - 1) + 1,
    }
