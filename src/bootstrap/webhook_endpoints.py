"""What can be done about webhook endpoints, wired."""

from typing import TYPE_CHECKING

from adapters.inbound.cli.webhook_endpoint_commands import WebhookEndpointUseCases
from application.create_webhook_endpoint import CreateWebhookEndpoint
from application.find_webhook_endpoints import ListWebhookEndpoints, ShowWebhookEndpoint
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.ports.webhook_sender import WebhookSender
from application.remove_webhook_endpoint import RemoveWebhookEndpoint
from application.rotate_webhook_secret import RotateWebhookSecret
from application.try_webhook_endpoint import TryWebhookEndpoint
from application.update_webhook_endpoint import UpdateWebhookEndpoint

if TYPE_CHECKING:
    from adapters.inbound.http.webhook_endpoints_api import WebhookEndpointActions


def make_webhook_endpoint_actions(store: Store, ids: Ids, sender: WebhookSender) -> "WebhookEndpointActions":
    """For the API."""
    # The command line needs no Flask.
    from adapters.inbound.http.webhook_endpoints_api import WebhookEndpointActions

    return WebhookEndpointActions(
        list=ListWebhookEndpoints(store),
        show=ShowWebhookEndpoint(store),
        create=CreateWebhookEndpoint(store, ids),
        update=UpdateWebhookEndpoint(store),
        rotate=RotateWebhookSecret(store),
        remove=RemoveWebhookEndpoint(store),
        test=TryWebhookEndpoint(store, ids, sender),
    )


def make_webhook_endpoint_commands(store: Store, ids: Ids, sender: WebhookSender) -> WebhookEndpointUseCases:
    """For the command line."""
    return WebhookEndpointUseCases(
        address_fault=sender.address_fault,
        create=CreateWebhookEndpoint(store, ids),
        list=ListWebhookEndpoints(store),
        rotate=RotateWebhookSecret(store),
        remove=RemoveWebhookEndpoint(store),
        test=TryWebhookEndpoint(store, ids, sender),
    )
