"""Webhook endpoints."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.severity import Severity
from domain.webhook_endpoint import WebhookEndpoint


class WebhookEndpointRepository(Protocol):
    """Webhook endpoints of one unit of work."""

    def add(self, endpoint: WebhookEndpoint) -> None:
        """Store a new one."""
        ...

    def save(self, endpoint: WebhookEndpoint) -> None:
        """Overwrite one."""
        ...

    def get(self, endpoint_id: UUID) -> WebhookEndpoint | None:
        """One, removed ones too, or None."""
        ...

    def lock(self, endpoint_id: UUID) -> WebhookEndpoint | None:
        """One as now stored, removed ones too, or None; nobody else changes it until this unit of work ends."""
        ...

    def all(self) -> Sequence[WebhookEndpoint]:
        """Every one by name, except those that were removed."""
        ...

    def matching(self, service: str, severity: Severity) -> Sequence[WebhookEndpoint]:
        """Those that news of this service and severity are sent to, by name."""
        ...
