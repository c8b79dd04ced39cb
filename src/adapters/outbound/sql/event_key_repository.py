"""Event ids of senders, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, tuple_

from adapters.outbound.sql.dialects import InsertFactory, Upsert
from adapters.outbound.sql.mapping.errors import event_key_from_row, event_key_to_row
from adapters.outbound.sql.rows import any_of, padded, write
from adapters.outbound.sql.tables import EVENT_KEYS
from application.ports.event_key_repository import EventKey

_KEY = EVENT_KEYS.c


def _claiming(insert: InsertFactory) -> object:
    start = insert(EVENT_KEYS)
    return start.on_conflict_do_update(
        index_elements=["service", "event_id"],
        set_={
            "error_id": start.excluded.error_id,
            "body_digest": start.excluded.body_digest,
            "expires_at": start.excluded.expires_at,
        },
        where=_KEY.expires_at <= bindparam("claimed_at", type_=_KEY.expires_at.type),
    ).returning(_KEY.service, _KEY.event_id)


_CLAIM = Upsert(_claiming)
_TAKEN = select(EVENT_KEYS).where(tuple_(_KEY.service, _KEY.event_id).in_(any_of("keys")))


class SqlEventKeyRepository:
    """`EventKeyRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, keys: Sequence[EventKey], *, now: datetime) -> dict[tuple[str, UUID], EventKey]:
        """See the port. Raises ValueError where two of the keys are one: the caller settles that by itself."""
        wanted = {(key.service, key.event_id): key for key in keys}
        if len(wanted) != len(keys):
            raise ValueError("an event key was claimed twice at once")
        rows = [{**event_key_to_row(wanted[place]), "claimed_at": now} for place in sorted(wanted)]
        claimed = write(self._connection, _CLAIM.on(self._connection), rows)
        won = set(map(tuple, claimed or ()))
        lost = sorted(wanted.keys() - won)
        if not lost:
            return {}
        taken = self._connection.execute(_TAKEN, {"keys": padded(lost)})
        return {(row.service, row.event_id): event_key_from_row(row) for row in taken}
