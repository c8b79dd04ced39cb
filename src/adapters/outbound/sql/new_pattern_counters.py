"""Counts of new patterns, in SQL."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, tuple_

from adapters.outbound.sql.bulk import BulkInsert
from adapters.outbound.sql.dialects import Upsert
from adapters.outbound.sql.rows import write
from adapters.outbound.sql.tables import NEW_PATTERN_COUNTERS
from application.ports.new_pattern_counters import ServiceHour
from domain.pattern_flood import NewPatterns

_COUNTER = NEW_PATTERN_COUNTERS.c
_MAKE = Upsert(
    lambda insert: insert(NEW_PATTERN_COUNTERS).on_conflict_do_nothing(
        index_elements=["service", "starts_at", "trusted"]
    )
)
_LOCK = (
    select(NEW_PATTERN_COUNTERS)
    .where(tuple_(_COUNTER.service, _COUNTER.starts_at).in_(bindparam("hours", expanding=True)))
    .order_by(_COUNTER.service, _COUNTER.starts_at, _COUNTER.trusted)
    .with_for_update()
)
_OVERWRITE = BulkInsert(
    NEW_PATTERN_COUNTERS, 'ON CONFLICT (service, starts_at, trusted) DO UPDATE SET "count" = excluded."count"'
)


class SqlNewPatternCounters:
    """`NewPatternCounters`. An hour has two rows, for trusted senders and for others, which are always made, locked
    and counted together.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, hours: Iterable[ServiceHour]) -> Mapping[ServiceHour, NewPatterns]:
        """See the port."""
        wanted = sorted(set(hours))
        found = self._locked(wanted)
        if missing := [hour for hour in wanted if hour not in found]:
            write(self._connection, _MAKE.on(self._connection), _rows(dict.fromkeys(missing, NewPatterns())))
            found = self._locked(wanted)
        return found

    def save(self, counts: Mapping[ServiceHour, NewPatterns]) -> None:
        """See the port."""
        _OVERWRITE.run(self._connection, _rows(counts))

    def _locked(self, hours: Sequence[ServiceHour]) -> dict[ServiceHour, NewPatterns]:
        counts: dict[ServiceHour, dict[bool, int]] = {}
        for row in self._connection.execute(_LOCK, {"hours": hours}) if hours else ():
            # Not `row.count`, which is a method of every row.
            service, starts_at, trusted, count = row
            counts.setdefault(ServiceHour(service, starts_at), {})[trusted] = count
        return {hour: NewPatterns(trusted=of[True], untrusted=of[False]) for hour, of in counts.items()}


def _rows(counts: Mapping[ServiceHour, NewPatterns]) -> list[dict[str, object]]:
    return [
        {"service": hour.service, "starts_at": hour.starts_at, "trusted": trusted, "count": count}
        for hour, founded in sorted(counts.items())
        for trusted, count in ((False, founded.untrusted), (True, founded.trusted))
    ]
