"""Give a webhook endpoint another secret."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.audited_endpoint import Detail, audited
from application.create_webhook_endpoint import WebhookEndpointWithSecret
from application.locked_endpoint import lock_endpoint
from application.ports.unit_of_work import Store
from application.webhook_secret import new_webhook_secret

USUAL_OVERLAP = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateWebhookSecretCommand:
    """`which` is an id, or as text also a name. `overlap` is how long the present secret signs as well."""

    which: UUID | str
    overlap: timedelta = USUAL_OVERLAP
    actor: str = "command line"
    expected_version: str | None = None


class RotateWebhookSecret:
    """Sign with another secret from now on.

    - The answer holds it. It is shown this once.
    - While both are valid every message carries two signatures, so that the receiver can change over in its own time:
      for 24 hours, or `overlap_h` (up to 720). With 0 the present one is worthless at once, as after a leak.
    - Rotated again meanwhile, the oldest of the three signs no more.
    - It is in the audit log.
    """

    def __init__(self, store: Store, new_secret: Callable[[], str] = new_webhook_secret) -> None:
        self._store = store
        self._new_secret = new_secret

    def execute(self, command: RotateWebhookSecretCommand) -> WebhookEndpointWithSecret:
        """The endpoint with its new secret. Raises NotFound, FieldsRefused, Conflict, StoreUnavailable."""
        secret = self._new_secret()
        with self._store.writing() as work:
            now = work.now()
            before = lock_endpoint(work, command.which, expected_version=command.expected_version)
            endpoint = before.rotated(secret, now=now, overlap=command.overlap)
            work.webhook_endpoints.save(endpoint)
            until = endpoint.previous_until
            detail: Detail = {"previous_until": None if until is None else until.isoformat()}
            work.audit.note(audited("rotate_secret", endpoint, actor=command.actor, at=now, detail=detail))
            work.commit()
        return WebhookEndpointWithSecret(endpoint, secret)
