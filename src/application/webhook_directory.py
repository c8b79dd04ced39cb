"""Webhook endpoints, for the channel that posts to them."""

from uuid import UUID

from application.audited_endpoint import audited
from application.ports.unit_of_work import Store
from domain.webhook_endpoint import WebhookEndpoint


class WebhookDirectory:
    """Knows the endpoints as they are now, and takes out of use what says that it is gone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, endpoint_id: UUID) -> WebhookEndpoint | None:
        """The endpoint, removed ones too, or None. Raises StoreUnavailable."""
        with self._store.reading() as work:
            return work.webhook_endpoints.get(endpoint_id)

    def deactivate(self, endpoint: WebhookEndpoint, because: str) -> None:
        """Send nothing there any more, unless it was changed since; it is in the audit log. Raises StoreUnavailable."""
        with self._store.writing() as work:
            current = work.webhook_endpoints.lock(endpoint.id)
            if current is None or not current.active or current.url != endpoint.url:
                return
            gone = current.deactivated(because)
            work.webhook_endpoints.save(gone)
            work.audit.note(audited("deactivate", gone, actor="system", at=work.now(), detail={"because": because}))
            work.commit()
