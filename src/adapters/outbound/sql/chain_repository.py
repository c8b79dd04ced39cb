"""Escalation chains, in SQL."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select

from adapters.outbound.sql.mapping.chains import chain_from_text, chain_to_text
from adapters.outbound.sql.tables import ESCALATION_CHAINS
from domain.escalation_chain import ChainOf

_CHAIN = ESCALATION_CHAINS.c
_ALL = select(ESCALATION_CHAINS).order_by(_CHAIN.service.is_not(None), _CHAIN.service, _CHAIN.developer_id)
_OF_SERVICE = select(ESCALATION_CHAINS).where(_CHAIN.service == bindparam("service"))
_OF_DEVELOPER = select(ESCALATION_CHAINS).where(_CHAIN.developer_id == bindparam("developer"))
_PUT = insert(ESCALATION_CHAINS)
_REMOVE = delete(ESCALATION_CHAINS).where(_CHAIN.id == bindparam("key"))
_REMOVE_SAME = delete(ESCALATION_CHAINS).where(
    or_(_CHAIN.service == bindparam("service"), _CHAIN.developer_id == bindparam("developer"))
)


class SqlChainRepository:
    """`ChainRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Sequence[ChainOf]:
        """See the port."""
        return [_from_row(row) for row in self._connection.execute(_ALL)]

    def of_service(self, service: str) -> ChainOf | None:
        """See the port."""
        return self._one(_OF_SERVICE, service=service)

    def of_developer(self, developer_id: UUID) -> ChainOf | None:
        """See the port."""
        return self._one(_OF_DEVELOPER, developer=developer_id)

    def put(self, chain: ChainOf) -> None:
        """See the port."""
        same = {"service": chain.service, "developer": chain.developer_id}
        self._connection.execute(_REMOVE_SAME, same)
        self._connection.execute(_PUT, _to_row(chain))

    def remove(self, chain_id: UUID) -> None:
        """See the port."""
        self._connection.execute(_REMOVE, {"key": chain_id})

    def _one(self, statement: Any, **values: Any) -> ChainOf | None:
        row = self._connection.execute(statement, values).one_or_none()
        return None if row is None else _from_row(row)


def _to_row(chain: ChainOf) -> dict[str, Any]:
    return {
        "id": chain.id,
        "service": chain.service,
        "developer_id": chain.developer_id,
        "steps": chain_to_text(chain.chain),
        "updated_at": chain.updated_at,
    }


def _from_row(row: Row[Any]) -> ChainOf:
    return ChainOf(
        id=row.id,
        service=row.service,
        developer_id=row.developer_id,
        chain=chain_from_text(row.steps),
        updated_at=row.updated_at,
    )
