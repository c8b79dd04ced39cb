"""Webhook endpoints over the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import webhook_endpoints_examples as examples
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.versions import expected_version, with_version
from adapters.inbound.http.webhook_endpoints_schemas import (
    NewWebhookEndpointSchema,
    RotateSecretSchema,
    TriedEndpointSchema,
    WebhookEndpointChangesSchema,
    WebhookEndpointDetailSchema,
    WebhookEndpointListSchema,
    WebhookEndpointWithSecretSchema,
)
from adapters.inbound.webhook_endpoint_fields import shown_fields
from application.create_webhook_endpoint import (
    CreateWebhookEndpoint,
    CreateWebhookEndpointCommand,
    WebhookEndpointWithSecret,
)
from application.find_webhook_endpoints import ListWebhookEndpoints, ShowWebhookEndpoint
from application.remove_webhook_endpoint import RemoveWebhookEndpoint, RemoveWebhookEndpointCommand
from application.rotate_webhook_secret import RotateWebhookSecret, RotateWebhookSecretCommand
from application.try_webhook_endpoint import TryWebhookEndpoint, TryWebhookEndpointCommand
from application.update_webhook_endpoint import UpdateWebhookEndpoint, UpdateWebhookEndpointCommand
from domain.webhook_endpoint import WebhookEndpoint, endpoint_version

_PATH = f"{API}/webhook-endpoints/"

Versioned = tuple[dict[str, object], dict[str, str]]


@dataclass(frozen=True, slots=True)
class WebhookEndpointActions:
    """What can be done about webhook endpoints."""

    list: ListWebhookEndpoints
    show: ShowWebhookEndpoint
    create: CreateWebhookEndpoint
    update: UpdateWebhookEndpoint
    rotate: RotateWebhookSecret
    remove: RemoveWebhookEndpoint
    test: TryWebhookEndpoint


def webhook_endpoints_blueprint(actions: WebhookEndpointActions) -> Blueprint:
    """Everything under `/webhook-endpoints/`."""
    blueprint = Blueprint(
        "webhook_endpoints",
        __name__,
        url_prefix=_PATH.rstrip("/"),
        description="Where news are posted to, as JSON by a template, signed by the Standard Webhooks specification",
    )
    one = "/<uuid:endpoint_id>/"
    for rule, method, view in (
        ("/", "GET", _list_view(blueprint, actions)),
        ("/", "POST", _create_view(blueprint, actions)),
        (one, "GET", _show_view(blueprint, actions)),
        (one, "PATCH", _update_view(blueprint, actions)),
        (one, "DELETE", _remove_view(blueprint, actions)),
        (f"{one}rotate-secret/", "POST", _rotate_view(blueprint, actions)),
        (f"{one}test/", "POST", _test_view(blueprint, actions)),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _list_view(blueprint: Blueprint, actions: WebhookEndpointActions) -> Any:
    @describes(ListWebhookEndpoints, answer=examples.LIST)
    def list_endpoints() -> dict[str, object]:
        """List webhook endpoints by name"""
        found = actions.list.execute()
        results = [shown_fields(endpoint) for endpoint in found]
        return {"count": len(results), "next": None, "previous": None, "results": results}

    return blueprint.response(200, WebhookEndpointListSchema())(list_endpoints)


def _create_view(blueprint: Blueprint, actions: WebhookEndpointActions) -> Any:
    @describes(CreateWebhookEndpoint, request=examples.NEW, answer=examples.WITH_SECRET)
    def create_endpoint(wanted: Mapping[str, Any]) -> Versioned:
        """Add a webhook endpoint"""
        said = {**wanted, "services": frozenset(wanted["services"])}
        created = actions.create.execute(CreateWebhookEndpointCommand(**said, actor=g.actor))
        body, headers = _with_secret(created)
        return body, {**headers, "Location": f"{_PATH}{created.endpoint.id}/"}

    takes = blueprint.arguments(NewWebhookEndpointSchema())
    return takes(blueprint.response(201, WebhookEndpointWithSecretSchema())(create_endpoint))


def _show_view(blueprint: Blueprint, actions: WebhookEndpointActions) -> Any:
    @describes(ShowWebhookEndpoint, answer=examples.DETAIL, versioned=True)
    def show_endpoint(endpoint_id: UUID) -> Versioned:
        """Show one webhook endpoint"""
        return _shown(actions.show.execute(endpoint_id))

    return blueprint.response(200, WebhookEndpointDetailSchema())(show_endpoint)


def _update_view(blueprint: Blueprint, actions: WebhookEndpointActions) -> Any:
    @describes(UpdateWebhookEndpoint, request=examples.CHANGES, answer=examples.CHANGED, versioned=True)
    def update_endpoint(wanted: Mapping[str, Any], endpoint_id: UUID) -> Versioned:
        """Change what is named of a webhook endpoint"""
        services = wanted.get("services")
        said = {**wanted, "services": None if services is None else frozenset(services)}
        command = UpdateWebhookEndpointCommand(
            **said, which=endpoint_id, actor=g.actor, expected_version=expected_version()
        )
        return _shown(actions.update.execute(command))

    takes = blueprint.arguments(WebhookEndpointChangesSchema())
    return takes(blueprint.response(200, WebhookEndpointDetailSchema())(update_endpoint))


def _remove_view(blueprint: Blueprint, actions: WebhookEndpointActions) -> Any:
    @describes(RemoveWebhookEndpoint, versioned=True)
    def remove_endpoint(endpoint_id: UUID) -> None:
        """Remove a webhook endpoint"""
        actions.remove.execute(
            RemoveWebhookEndpointCommand(which=endpoint_id, actor=g.actor, expected_version=expected_version())
        )

    return blueprint.response(204)(remove_endpoint)


def _rotate_view(blueprint: Blueprint, actions: WebhookEndpointActions) -> Any:
    @describes(RotateWebhookSecret, request=examples.ROTATE, answer=examples.ROTATED, versioned=True)
    def rotate_secret(wanted: Mapping[str, Any], endpoint_id: UUID) -> Versioned:
        """Give a webhook endpoint another secret"""
        command = RotateWebhookSecretCommand(
            which=endpoint_id,
            overlap=timedelta(hours=wanted["overlap_h"]),
            actor=g.actor,
            expected_version=expected_version(),
        )
        return _with_secret(actions.rotate.execute(command))

    takes = blueprint.arguments(RotateSecretSchema())
    return takes(blueprint.response(200, WebhookEndpointWithSecretSchema())(rotate_secret))


def _test_view(blueprint: Blueprint, actions: WebhookEndpointActions) -> Any:
    @describes(TryWebhookEndpoint, answer=examples.TRIED)
    def test_endpoint(endpoint_id: UUID) -> dict[str, object]:
        """Send a test message to a webhook endpoint"""
        tried = actions.test.execute(TryWebhookEndpointCommand(which=endpoint_id, actor=g.actor))
        return {"outcome": tried.result.outcome, "answer": tried.result.answer}

    return blueprint.response(200, TriedEndpointSchema())(test_endpoint)


def _shown(endpoint: WebhookEndpoint) -> Versioned:
    return with_version(shown_fields(endpoint) | {"template": endpoint.template}, endpoint_version(endpoint))


def _with_secret(made: WebhookEndpointWithSecret) -> Versioned:
    body, headers = _shown(made.endpoint)
    return body | {"secret": made.secret}, headers
