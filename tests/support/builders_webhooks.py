"""Webhook endpoints for tests."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from domain.severity import Severity
from domain.webhook_endpoint import WebhookEndpoint
from domain.webhook_template import DEFAULT_TEMPLATE
from tests.support.strategies import NOON

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="


def an_endpoint(**changes: Any) -> WebhookEndpoint:
    """An active endpoint for every service and severity, with the default template."""
    endpoint = WebhookEndpoint(
        id=uuid4(),
        name="Chat",
        url="https://chat.example.org/hook",
        template=dict(DEFAULT_TEMPLATE),
        secret=SECRET,
        services=frozenset({"*"}),
        min_severity=Severity.INFO,
        created_at=NOON,
    )
    return replace(endpoint, **changes)
