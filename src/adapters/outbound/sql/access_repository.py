"""API tokens and ingest keys, in SQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from adapters.outbound.sql.mapping.people import key_from_row, key_to_row, token_from_row, token_to_row
from adapters.outbound.sql.rows import any_of, padded
from adapters.outbound.sql.tables import API_TOKENS, INGEST_KEYS
from domain.access import ApiToken, IngestKey


def _oldest_first(table: Table) -> Any:
    return select(table).order_by(table.c.created_at, table.c.id)


def _revoking(table: Table) -> Any:
    unrevoked = update(table).where(table.c.id == bindparam("key"), table.c.revoked_at.is_(None))
    return unrevoked.values(revoked_at=bindparam("at"))


def _touching(table: Table) -> Any:
    return update(table).where(table.c.id.in_(any_of("ids"))).values(last_used_at=bindparam("at"))


_TOKENS, _KEYS = _oldest_first(API_TOKENS), _oldest_first(INGEST_KEYS)
_ADD_TOKEN, _ADD_KEY = insert(API_TOKENS), insert(INGEST_KEYS)
_REVOKE_TOKEN, _REVOKE_KEY = _revoking(API_TOKENS), _revoking(INGEST_KEYS)
_TOUCH = (_touching(API_TOKENS), _touching(INGEST_KEYS))


class SqlAccessRepository:
    """`AccessRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tokens(self) -> Sequence[ApiToken]:
        """See the port."""
        return [token_from_row(row) for row in self._connection.execute(_TOKENS)]

    def add_token(self, token: ApiToken) -> None:
        """See the port."""
        self._connection.execute(_ADD_TOKEN, token_to_row(token))

    def revoke_token(self, token_id: UUID, *, at: datetime) -> bool:
        """See the port."""
        return self._connection.execute(_REVOKE_TOKEN, {"key": token_id, "at": at}).rowcount == 1

    def keys(self) -> Sequence[IngestKey]:
        """See the port."""
        return [key_from_row(row) for row in self._connection.execute(_KEYS)]

    def add_key(self, key: IngestKey) -> None:
        """See the port."""
        self._connection.execute(_ADD_KEY, key_to_row(key))

    def revoke_key(self, key_id: UUID, *, at: datetime) -> bool:
        """See the port."""
        return self._connection.execute(_REVOKE_KEY, {"key": key_id, "at": at}).rowcount == 1

    def touch(self, used: Iterable[UUID], *, at: datetime) -> None:
        """See the port."""
        wanted = padded(sorted(used))
        if wanted:
            for statement in _TOUCH:
                self._connection.execute(statement, {"ids": wanted, "at": at})
