"""The record of escalations, in SQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from adapters.outbound.sql.mapping.escalations import escalation_from_row, escalation_to_row
from adapters.outbound.sql.tables import ERROR_ESCALATION
from domain.escalation import Escalation

_STEP = ERROR_ESCALATION.c
# `inline`: nobody asks for the number that the database gives.
_ADD = insert(ERROR_ESCALATION).inline()
_OF = select(ERROR_ESCALATION).where(_STEP.episode_id == bindparam("episode")).order_by(_STEP.id)


class SqlEscalationRepository:
    """`EscalationRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, escalation: Escalation) -> None:
        """See the port."""
        self._connection.execute(_ADD, escalation_to_row(escalation))

    def of(self, episode_id: UUID) -> Sequence[Escalation]:
        """See the port."""
        return [escalation_from_row(row) for row in self._connection.execute(_OF, {"episode": episode_id})]
