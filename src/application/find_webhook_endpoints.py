"""Look at webhook endpoints."""

from collections.abc import Sequence
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.webhook_endpoint import WebhookEndpoint, endpoint_named


class ListWebhookEndpoints:
    """Every webhook endpoint by name; there are at most 50.

    - Secrets are shown to nobody, and of a URL only scheme, host and port: many programs have a secret in the path.
    - `inactive_because` says why one went off by itself.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> Sequence[WebhookEndpoint]:
        """All that were not removed. Raises StoreUnavailable."""
        with self._store.reading() as work:
            return work.webhook_endpoints.all()


class ShowWebhookEndpoint:
    """One webhook endpoint with its template.

    - Secrets are shown to nobody, and of a URL only scheme, host and port: many programs have a secret in the path.
    - `previous_until` says until when the secret before the present one signs as well.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, which: UUID | str) -> WebhookEndpoint:
        """The endpoint of this id, or as text also of this name. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.reading() as work:
            return endpoint_named(work.webhook_endpoints.all(), which)
