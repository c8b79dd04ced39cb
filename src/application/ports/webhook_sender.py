"""Posts to a webhook endpoint."""

from typing import Protocol

from application.ports.notifier import Message
from domain.delivery import AttemptResult
from domain.webhook_endpoint import WebhookEndpoint


class WebhookSender(Protocol):
    """Posts to an endpoint, whether or not it is active."""

    def post(self, endpoint: WebhookEndpoint, message: Message) -> AttemptResult:
        """Try once, within 20 s, and say what came of it. Never raises for anything that the endpoint or the message
        does; its answer holds no secret and at most 300 characters.
        """
        ...

    def address_fault(self, url: str) -> str | None:
        """Why nothing will be posted to this URL with the present settings, as far as that shows without a network;
        None where nothing shows.
        """
        ...
