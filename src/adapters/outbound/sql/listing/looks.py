"""Looking at candidates: which of them are all that is wanted."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    Uuid,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from adapters.outbound.sql.listing.spans import Span
from adapters.outbound.sql.tables import ERROR_IS_ALIVE, ERROR_LOGS

_ERROR = ERROR_LOGS.c


@dataclass(frozen=True, slots=True)
class Checks:
    """What a lead leaves open about its candidates.

    `carried` are conditions that the lead's own index answers, entry by entry. `by_index` are columns, of each any of
    some values, that an index begins with that goes on with the id: it tells without the row. `by_row` are conditions
    that only the row answers. `values`, whose terms were found, and `moments` of receipt hold for nearly all
    candidates, and are asked last. Of the moments, what lies in `sure` need not be asked.
    """

    carried: Sequence[ColumnElement[bool]] = ()
    by_index: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    by_row: Sequence[ColumnElement[bool]] = ()
    values: Sequence[ColumnElement[bool]] = ()
    moments: Sequence[ColumnElement[bool]] = ()
    sure: Span = Span()

    @property
    def are_none(self) -> bool:
        """Whether every candidate fits, whenever it was received."""
        return not self.carried and self.are_carried

    @property
    def are_carried(self) -> bool:
        """Whether every candidate that the lead's own index lets pass fits, whenever it was received."""
        return not self.by_index and not self.by_row


def looked_at(connection: Connection, candidates: Any, checks: Checks) -> Select[Any]:
    """For each candidate that may fit its id, or null where it does not; in no order.

    Args:
        candidates: a source of `id`s.
    """
    conditions = [*checks.by_row, *checks.values, *checks.moments]
    listed = [_in_an_index(connection, candidates.c.id, name, values) for name, values in checks.by_index.items()]
    return select(_row(candidates, conditions).scalar_subquery().label("id")).select_from(candidates).where(*listed)


def counted(connection: Connection, candidates: Any, checks: Checks) -> Select[Any]:
    """The ids of those that fit, if their terms are believed; no more rows are read than need be."""
    conditions = [_in_an_index(connection, candidates.c.id, name, values) for name, values in checks.by_index.items()]
    if checks.moments:
        surely = and_(true(), *checks.sure.conditions(candidates.c.id)) if not checks.sure.is_empty else false()
        conditions.append(or_(surely, _row(candidates, checks.moments).scalar_subquery().is_not(None)))
    if checks.by_row:
        conditions.append(_row(candidates, checks.by_row).scalar_subquery().is_not(None))
    return select(candidates.c.id).where(*conditions)


def _row(candidates: Any, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    # A subquery for each candidate, led by its key: of a join, and of a range of ids, planners make other things at
    # times, such as reading all errors of a service for each candidate.
    return select(_ERROR.id).where(_ERROR.id == candidates.c.id, ERROR_IS_ALIVE, *conditions).correlate(candidates)


def _in_an_index(connection: Connection, error_id: Any, name: str, values: Sequence[Any]) -> ColumnElement[bool]:
    other = ERROR_LOGS.alias(f"by_{name}")
    same = [other.c.id == error_id]
    if connection.dialect.name == "sqlite":
        # By equality SQLite takes the key, and reads the row for the rest: ten times as slow.
        same = [other.c.id >= error_id, other.c.id <= error_id]
    # Not EXISTS, of which PostgreSQL makes a join that reads all errors with that value.
    found = (select(other.c.id).where(*same, other.c[name] == value, ERROR_IS_ALIVE) for value in values)
    return or_(*(lookup.scalar_subquery().is_not(None) for lookup in found))


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
