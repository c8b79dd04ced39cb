"""A webhook endpoint as its readers may see it."""

from domain.webhook_endpoint import WebhookEndpoint


def shown_fields(endpoint: WebhookEndpoint) -> dict[str, object]:
    """Without its secrets and its template, which may hold some, and without the path of its URL."""
    return {
        "id": endpoint.id,
        "name": endpoint.name,
        "url": endpoint.shown_url,
        "services": sorted(endpoint.services),
        "min_severity": endpoint.min_severity,
        "active": endpoint.active,
        "inactive_because": endpoint.inactive_because,
        "previous_until": endpoint.previous_until,
        "created_at": endpoint.created_at,
    }
