"""Webhook endpoints, in SQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from adapters.outbound.sql.mapping.webhook_endpoints import endpoint_from_row, endpoint_to_row
from adapters.outbound.sql.tables import WEBHOOK_ENDPOINTS
from domain.severity import Severity
from domain.webhook_endpoint import WebhookEndpoint

_ENDPOINT = WEBHOOK_ENDPOINTS.c
_ADD = insert(WEBHOOK_ENDPOINTS)
_SAVE = update(WEBHOOK_ENDPOINTS).where(_ENDPOINT.id == bindparam("key"))
_GET = select(WEBHOOK_ENDPOINTS).where(_ENDPOINT.id == bindparam("key"))
_LOCK = _GET.with_for_update()
_ALL = select(WEBHOOK_ENDPOINTS).where(_ENDPOINT.removed_at.is_(None)).order_by(_ENDPOINT.name, _ENDPOINT.id)
_ACTIVE = _ALL.where(_ENDPOINT.active, _ENDPOINT.min_severity <= bindparam("rank"))


class SqlWebhookEndpointRepository:
    """`WebhookEndpointRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, endpoint: WebhookEndpoint) -> None:
        """See the port."""
        self._connection.execute(_ADD, endpoint_to_row(endpoint))

    def save(self, endpoint: WebhookEndpoint) -> None:
        """See the port."""
        row = endpoint_to_row(endpoint)
        self._connection.execute(_SAVE, {"key": row.pop("id"), **row})

    def get(self, endpoint_id: UUID) -> WebhookEndpoint | None:
        """See the port."""
        row = self._connection.execute(_GET, {"key": endpoint_id}).one_or_none()
        return None if row is None else endpoint_from_row(row)

    def lock(self, endpoint_id: UUID) -> WebhookEndpoint | None:
        """See the port."""
        row = self._connection.execute(_LOCK, {"key": endpoint_id}).one_or_none()
        return None if row is None else endpoint_from_row(row)

    def all(self) -> Sequence[WebhookEndpoint]:
        """See the port."""
        return [endpoint_from_row(row) for row in self._connection.execute(_ALL)]

    def matching(self, service: str, severity: Severity) -> Sequence[WebhookEndpoint]:
        """See the port."""
        # Services are a list in a column: there are few endpoints, and no database is asked what is in it.
        found = [endpoint_from_row(row) for row in self._connection.execute(_ACTIVE, {"rank": severity.rank})]
        return [endpoint for endpoint in found if endpoint.matches(service, severity)]
