"""Take a webhook endpoint away."""

from dataclasses import dataclass
from uuid import UUID

from application.audited_endpoint import audited
from application.locked_endpoint import lock_endpoint
from application.ports.unit_of_work import Store
from domain.webhook_endpoint import WebhookEndpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWebhookEndpointCommand:
    """`which` is an id, or as text also a name. `expected_version` is the version that the asker saw, None where any
    will do.
    """

    which: UUID | str
    actor: str = "command line"
    expected_version: str | None = None


class RemoveWebhookEndpoint:
    """Send nothing there any more; there is no way back.

    - Its URL and its secrets are forgotten; the name stays for what is on record.
    - What waits to be sent there is given up.
    - It is in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: RemoveWebhookEndpointCommand) -> WebhookEndpoint:
        """What was removed. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            endpoint = lock_endpoint(work, command.which, expected_version=command.expected_version).removed(now)
            work.webhook_endpoints.save(endpoint)
            work.audit.note(audited("remove", endpoint, actor=command.actor, at=now, detail={"name": endpoint.name}))
            work.commit()
        return endpoint
