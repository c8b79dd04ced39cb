"""A webhook endpoint that is about to be changed."""

from uuid import UUID

from application.ports.unit_of_work import UnitOfWork
from domain.errors import NotFound
from domain.versions import require_version
from domain.webhook_endpoint import WebhookEndpoint, endpoint_named, endpoint_version


def lock_endpoint(work: UnitOfWork, which: UUID | str, *, expected_version: str | None) -> WebhookEndpoint:
    """The endpoint of this id, or as text also of this name; nobody else changes it until the unit of work ends. Raises
    NotFound, also for one that was removed, Conflict and StaleVersion.
    """
    found = endpoint_named(work.webhook_endpoints.all(), which)
    endpoint = work.webhook_endpoints.lock(found.id)
    if endpoint is None or endpoint.removed_at is not None:
        raise NotFound("the webhook endpoint was removed")
    require_version(expected_version, endpoint_version(endpoint))
    return endpoint
