"""Patterns and aliases in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from adapters.outbound.sql.bulk import BulkUpdate
from adapters.outbound.sql.dialects import Upsert
from adapters.outbound.sql.listed_select import ListedSelect
from adapters.outbound.sql.mapping.patterns import pattern_changes_to_row, pattern_from_row, pattern_to_row
from adapters.outbound.sql.rows import any_of, padded, write
from adapters.outbound.sql.tables import ERROR_PATTERNS, PATTERN_ALIASES
from domain.error_pattern import ErrorPattern

# The alias is locked too: a merge that points it elsewhere waits for us, or we for it, and then see where it points.
_LOCK = ListedSelect(
    select(PATTERN_ALIASES.c.fingerprint_id, ERROR_PATTERNS)
    .join_from(PATTERN_ALIASES, ERROR_PATTERNS, PATTERN_ALIASES.c.pattern_id == ERROR_PATTERNS.c.id)
    .where(PATTERN_ALIASES.c.fingerprint_id.in_(any_of("fingerprint_ids")))
    .order_by(ERROR_PATTERNS.c.id)
    .with_for_update(key_share=True, of=[ERROR_PATTERNS, PATTERN_ALIASES]),
    "fingerprint_ids",
)
_GET = select(ERROR_PATTERNS).where(ERROR_PATTERNS.c.id == bindparam("key"))
_LOCK_BY_IDS = (
    select(ERROR_PATTERNS)
    .where(ERROR_PATTERNS.c.id.in_(any_of("pattern_ids")))
    .order_by(ERROR_PATTERNS.c.id)
    .with_for_update(key_share=True)
)
_MEMBERS = (
    select(ERROR_PATTERNS.c.id).where(ERROR_PATTERNS.c.merged_into == bindparam("key")).order_by(ERROR_PATTERNS.c.id)
)
_SAVE = BulkUpdate(ERROR_PATTERNS)
_FOUND = Upsert(lambda insert: insert(ERROR_PATTERNS).on_conflict_do_nothing(index_elements=["id"]))
_ALIAS = Upsert(lambda insert: insert(PATTERN_ALIASES).on_conflict_do_nothing(index_elements=["fingerprint_id"]))

_POINT = Upsert(
    lambda insert: (start := insert(PATTERN_ALIASES)).on_conflict_do_update(
        index_elements=["fingerprint_id"], set_={"pattern_id": start.excluded.pattern_id}
    )
)
_POINT_ALL = (
    update(PATTERN_ALIASES)
    .where(PATTERN_ALIASES.c.pattern_id == bindparam("from_id"))
    .values(pattern_id=bindparam("to_id"))
)


class SqlPatternRepository:
    """`PatternRepository`. A race to found patterns can end in a deadlock, which the database breaks by
    failing one unit of work (StoreUnavailable).
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, founders: Mapping[UUID, ErrorPattern]) -> dict[UUID, ErrorPattern]:
        """See the port."""
        found = self.lock_known(founders)
        missing = {key: founder for key, founder in founders.items() if key not in found}
        return found | self.found(missing) if missing else found

    def lock_known(self, fingerprint_ids: Iterable[UUID]) -> dict[UUID, ErrorPattern]:
        """See the port."""
        rows = _LOCK.rows(self._connection, fingerprint_ids)
        return {row.fingerprint_id: pattern_from_row(row) for row in rows}

    def found(self, founders: Mapping[UUID, ErrorPattern]) -> dict[UUID, ErrorPattern]:
        """See the port."""
        if not founders:
            return {}
        missing = sorted(founders)
        write(
            self._connection,
            _FOUND.on(self._connection),
            [pattern_to_row(founders[fingerprint_id]) for fingerprint_id in missing],
        )
        write(
            self._connection,
            _ALIAS.on(self._connection),
            [
                {"fingerprint_id": fingerprint_id, "pattern_id": founders[fingerprint_id].id}
                for fingerprint_id in missing
            ],
        )
        return self.lock_known(missing)

    def lock_by_ids(self, pattern_ids: Iterable[UUID]) -> dict[UUID, ErrorPattern]:
        """See the port."""
        wanted = padded(pattern_ids)
        rows = self._connection.execute(_LOCK_BY_IDS, {"pattern_ids": wanted}) if wanted else ()
        return {row.id: pattern_from_row(row) for row in rows}

    def get(self, pattern_id: UUID) -> ErrorPattern | None:
        """See the port."""
        row = self._connection.execute(_GET, {"key": pattern_id}).one_or_none()
        return None if row is None else pattern_from_row(row)

    def members_of(self, pattern_id: UUID) -> Sequence[UUID]:
        """See the port."""
        return self._connection.execute(_MEMBERS, {"key": pattern_id}).scalars().all()

    def save(self, patterns: Iterable[ErrorPattern]) -> None:
        """See the port."""
        _SAVE.run(self._connection, [pattern_changes_to_row(pattern) for pattern in patterns])

    def point_alias(self, fingerprint_id: UUID, pattern_id: UUID) -> None:
        """See the port."""
        self._connection.execute(
            _POINT.on(self._connection), {"fingerprint_id": fingerprint_id, "pattern_id": pattern_id}
        )

    def point_aliases(self, from_id: UUID, to_id: UUID) -> None:
        """See the port."""
        self._connection.execute(_POINT_ALL, {"from_id": from_id, "to_id": to_id})
