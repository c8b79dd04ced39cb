"""Send a test message to a webhook endpoint."""

from dataclasses import dataclass
from uuid import UUID

from application.audited_endpoint import audited
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.ports.webhook_sender import WebhookSender
from application.sample_message import sample_message
from domain.delivery import AttemptResult, Channel
from domain.webhook_endpoint import WebhookEndpoint, endpoint_named


@dataclass(frozen=True, slots=True, kw_only=True)
class TryWebhookEndpointCommand:
    """`which` is an id, or as text also a name."""

    which: UUID | str
    actor: str = "command line"


@dataclass(frozen=True, slots=True)
class TriedEndpoint:
    """What came of it."""

    endpoint: WebhookEndpoint
    result: AttemptResult


class TryWebhookEndpoint:
    """Post a test message (`"kind": "test"`) now, by the endpoint's template and signed as any other.

    - The answer says what came of it: the receiver's status and the first 200 characters of its words, or why there
      was no answer. It takes 15 s at the most.
    - It goes also to an endpoint that is not active, is tried once, and changes nothing.
    - It is in the audit log.
    """

    def __init__(self, store: Store, ids: Ids, sender: WebhookSender) -> None:
        self._store = store
        self._ids = ids
        self._sender = sender

    def execute(self, command: TryWebhookEndpointCommand) -> TriedEndpoint:
        """The outcome. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            endpoint, now = endpoint_named(work.webhook_endpoints.all(), command.which), work.now()
            # Before it is sent: whatever becomes of the answer, that it was asked for is on record.
            work.audit.note(audited("test", endpoint, actor=command.actor, at=now))
            work.commit(announce=False)
        message = sample_message(self._ids.new(now), channel=Channel.WEBHOOK, recipient=str(endpoint.id), now=now)
        return TriedEndpoint(endpoint, self._sender.post(endpoint, message))
