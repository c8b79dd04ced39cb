"""Webhook endpoints."""

from typing import Any

from sqlalchemy import Row

from adapters.outbound.sql.mapping.json_text import from_text, to_text
from domain.severity import Severity
from domain.webhook_endpoint import WebhookEndpoint


def endpoint_to_row(endpoint: WebhookEndpoint) -> dict[str, Any]:
    """Every column."""
    return {
        "id": endpoint.id,
        "name": endpoint.name,
        "url": endpoint.url,
        "template": to_text(endpoint.template),
        "secret": endpoint.secret,
        "previous_secret": endpoint.previous_secret,
        "previous_until": endpoint.previous_until,
        "services": to_text(sorted(endpoint.services)),
        "min_severity": endpoint.min_severity.rank,
        "active": endpoint.active,
        "inactive_because": endpoint.inactive_because,
        "created_at": endpoint.created_at,
        "removed_at": endpoint.removed_at,
    }


def endpoint_from_row(row: Row[Any]) -> WebhookEndpoint:
    """The endpoint as stored."""
    return WebhookEndpoint(
        id=row.id,
        name=row.name,
        url=row.url,
        template=from_text(row.template),
        secret=row.secret,
        previous_secret=row.previous_secret,
        previous_until=row.previous_until,
        services=frozenset(from_text(row.services)),
        min_severity=Severity.from_rank(row.min_severity),
        active=row.active,
        inactive_because=row.inactive_because,
        created_at=row.created_at,
        removed_at=row.removed_at,
    )
